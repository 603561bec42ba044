import type { Logger } from 'pino';
import type { Clock } from '../live/clock.ts';
import { ChatRoom } from './chat-room.ts';
import type { ChatLog } from './log/chat-log.ts';

export type ChatRoomsOptions = {
  readonly log: ChatLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is kept no longer: what is older than this, in ms; null: nothing is too old. */
  readonly maxAgeMs: number | null;
  /** What is kept of each channel at most. */
  readonly keepEntries: number;
};

/** How often it is looked for what is kept no longer, in ms. */
const pruneEveryMs = 3_600_000;

/** The chats of all channels, each opened when somebody first comes. */
export class ChatRooms {
  readonly #options: ChatRoomsOptions;
  readonly #rooms = new Map<string, Promise<ChatRoom>>();
  #cancelPrune = (): void => {};

  constructor(options: ChatRoomsOptions) {
    this.#options = options;
    this.#prune();
  }

  /** @throws {ChatError} storage-unavailable */
  get(channel: string): Promise<ChatRoom> {
    const known = this.#rooms.get(channel);
    if (known !== undefined) return known;
    const { log, clock } = this.#options;
    const opening = ChatRoom.open({ channel, log, clock });
    this.#rooms.set(channel, opening);
    // Who comes next tries again.
    opening.catch(() => this.#rooms.delete(channel));
    return opening;
  }

  async close(): Promise<void> {
    this.#cancelPrune();
    for (const opening of this.#rooms.values()) {
      await opening.then((room) => room.close()).catch(() => {});
    }
  }

  #prune(): void {
    const { log, clock, logger, maxAgeMs, keepEntries } = this.#options;
    const beforeMs = maxAgeMs === null ? 0 : clock.now() - maxAgeMs;
    log.ask('prune', { beforeMs, keepEntries }).then(
      (channels) => {
        if (channels > 0) logger.info({ channels }, 'chat that is kept no longer was deleted');
      },
      // The log has said why, and the next time comes.
      () => {},
    );
    this.#cancelPrune = clock.after(pruneEveryMs, () => this.#prune());
  }
}
