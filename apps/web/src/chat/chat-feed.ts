import type { ChatMessage } from '@tallylight/contract';
import type { TimerHandle, Timers } from '@tallylight/webrtc';
import { StateCell } from '../state-cell.ts';
import type { ChatClient } from './chat-client.ts';
import { TimeLock } from './time-lock.ts';

/** Where the viewer is in the picture. */
export type WatchedMoment = {
  /** When what they see was captured, in ms since 1970; null where chat has no picture to keep to. */
  readonly positionMs: number | null;
  /** Whether they have gone back on purpose: then the chat stays in that moment, too. */
  readonly isBehind: boolean;
};

export type ChatFeedOptions = {
  readonly client: Pick<ChatClient, 'getState' | 'subscribe'>;
  readonly moment: () => WatchedMoment;
  /** The server's clock, in ms since 1970. */
  readonly nowMs: () => number;
  readonly timers: Timers;
};

export type ChatView = {
  /** In the order in which they came into sight. */
  readonly shown: readonly ChatMessage[];
  /** How many wait for the picture. */
  readonly held: number;
};

/** How often it is looked whether a held message is due, in ms: within a frame. */
const lookEveryMs = 20;
/** Who is this much earlier than before has gone back, in ms. */
const jumpMs = 1_500;
/** A picture that stands still for longer does not keep the chat, in ms. */
const longestHoldMs = 30_000;

/** The messages that the viewer is shown now: each when their own picture gets to it. */
export class ChatFeed {
  readonly #options: ChatFeedOptions;
  readonly #view = new StateCell<ChatView>({ shown: [], held: 0 });
  readonly #lock = new TimeLock();
  #positionMs: number | null = null;
  #isBehind = false;
  #timer: TimerHandle | null = null;
  #stopListening = (): void => {};

  constructor(options: ChatFeedOptions) {
    this.#options = options;
  }

  readonly getView = this.#view.get;
  readonly subscribe = this.#view.subscribe;

  start(): void {
    this.#stopListening = this.#options.client.subscribe(() => this.#look());
    this.#tick();
  }

  stop(): void {
    this.#stopListening();
    if (this.#timer !== null) this.#options.timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    // Who goes back, or comes back to live, is seen by where they are.
    if (this.#view.get().held > 0 || this.#hasGone(this.#options.moment())) this.#look();
    this.#timer = this.#options.timers.setTimeout(() => this.#tick(), lookEveryMs);
  }

  #hasGone({ positionMs, isBehind }: WatchedMoment): boolean {
    if (isBehind !== this.#isBehind) return true;
    return positionMs !== null && positionMs < (this.#positionMs ?? 0) - jumpMs;
  }

  #look(): void {
    const { client, nowMs } = this.#options;
    const moment = this.#options.moment();
    const { positionMs, isBehind } = moment;
    if (this.#hasGone(moment)) this.#lock.reset();
    this.#positionMs = positionMs;
    this.#isBehind = isBehind;
    const { log, me } = client.getState();
    const next = this.#lock.look({
      ...{ messages: log.messages, positionMs, nowMs: nowMs(), me: me?.id ?? null },
      longestHoldMs: isBehind ? Number.POSITIVE_INFINITY : longestHoldMs,
    });
    const before = this.#view.get();
    const isSame =
      before.held === next.held &&
      before.shown.length === next.shown.length &&
      before.shown.every((message, index) => message === next.shown[index]);
    if (!isSame) this.#view.set(next);
  }
}
