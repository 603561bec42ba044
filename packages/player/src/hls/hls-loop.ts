import { backoffMs, type Timers } from '@tallylight/webrtc';
import type { WatchedBroadcast, WatchedChannel } from '../channel.ts';
import { beginning, offAirWaitMs, patienceMs, retryBackoff, scatterMs } from '../pacing.ts';
import { PlaybackError } from '../playback-error.ts';
import type { PlayerEvent } from '../player-state.ts';
import type { HlsSession } from './hls-session.ts';

/** How often a session that is in trouble is asked to go on before another one takes its place. */
const resumesCount = 3;

/** How a session came to stand still, if only for a while. */
type Outcome =
  | { readonly name: 'ended' }
  /** Another session shall take its place, at once. */
  | { readonly name: 'replaced' }
  | { readonly name: 'troubled'; readonly error: PlaybackError };

/** What a session tells the loop. */
export type HlsOutcomes = {
  readonly troubled: (error: PlaybackError) => void;
  readonly ended: () => void;
};

export type HlsLoopOptions = {
  readonly environment: { readonly timers: Timers; readonly nowMs: () => number };
  readonly random: () => number;
  /** Reads the channel now; null when it can't be read. */
  readonly readChannel: () => Promise<WatchedChannel | null>;
  /** @throws {PlaybackError} unsupported, network */
  readonly createSession: (outcomes: HlsOutcomes) => Promise<HlsSession>;
  readonly happened: (event: PlayerEvent) => void;
  /** A try failed; another one follows, if one can succeed. */
  readonly failed?: (error: PlaybackError) => void;
  /** The session that there is now, if any. */
  readonly holds: (session: HlsSession | null) => void;
};

/** The one owner of tries over HTTP: of requests, sessions and broadcasts, and of the waits between. */
export class HlsLoop {
  readonly #options: HlsLoopOptions;
  #run: AbortController | null = null;
  #session: HlsSession | null = null;
  #broadcast: string | null = null;
  #settle: (outcome: Outcome) => void = () => {};
  #wake: () => void = () => {};
  #offAir = 0;
  #failures = 0;
  #failingSinceMs: number | null = null;
  #trouble: PlaybackError | null = null;

  constructor(options: HlsLoopOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** The broadcast that is played, by its id; null while there is none. */
  get broadcast(): string | null {
    return this.#session === null ? null : this.#broadcast;
  }

  start(): void {
    this.#halt();
    const run = new AbortController();
    this.#run = run;
    this.#forgive();
    void this.#play(run.signal).finally(() => {
      if (this.#run === run) this.#run = null;
    });
  }

  stop(): void {
    this.#halt();
    this.#drop();
  }

  /** Media flows: what failed before is forgotten. */
  flowing(): void {
    this.#forgive();
  }

  /** Takes another session, whatever this one does. */
  replace(): void {
    this.#settle({ name: 'replaced' });
  }

  /** Nothing comes, though nothing failed. */
  starved(): void {
    this.#failures = Math.max(this.#failures, resumesCount);
    this.#settle({ name: 'troubled', error: PlaybackError.stalled() });
  }

  #halt(): void {
    this.#run?.abort();
    this.#run = null;
    this.#wake();
    this.#settle({ name: 'replaced' });
  }

  #forgive(): void {
    this.#offAir = 0;
    this.#failures = 0;
    this.#failingSinceMs = null;
    this.#trouble = null;
  }

  #drop(): void {
    if (this.#session === null) return;
    const session = this.#session;
    this.#session = null;
    // Whoever holds it may look at it a last time.
    this.#options.holds(null);
    session.close();
  }

  async #play(signal: AbortSignal): Promise<void> {
    let beginnings = 0;
    while (!signal.aborted) {
      const channel = await this.#options.readChannel();
      if (signal.aborted) return;
      const broadcast = channel?.broadcast ?? null;
      const isBeginning = broadcast?.state === 'publishing';
      beginnings = isBeginning ? beginnings + 1 : 0;
      if (channel === null) {
        await this.#afterFailure(PlaybackError.network('The channel', null), false, signal);
      } else if (broadcast === null || broadcast.state === 'ended' || isBeginning) {
        await this.#untilNext(beginnings, signal);
      } else {
        await this.#playBroadcast(broadcast, signal);
      }
    }
  }

  async #untilNext(beginnings: number, signal: AbortSignal): Promise<void> {
    this.#drop();
    this.#options.happened({ name: 'off-air' });
    this.#offAir += 1;
    const begins = beginnings > 0 && beginnings <= beginning.count;
    const { random } = this.#options;
    const waitMs = begins ? beginning.paceMs : offAirWaitMs(this.#offAir, null, random());
    await this.#wait(waitMs, signal);
  }

  async #playBroadcast(broadcast: WatchedBroadcast, signal: AbortSignal): Promise<void> {
    const { packaging } = broadcast;
    if (packaging === null || packaging === undefined) {
      const error = PlaybackError.notPackaged();
      this.#options.happened({ name: 'gave-up', error, retryable: false });
      this.#drop();
      this.#run?.abort();
      return;
    }
    const isAway = broadcast.state === 'interrupted';
    if (packaging.state === 'down') {
      return this.#afterFailure(PlaybackError.packagerDown(), false, signal);
    }
    const outcome = await this.#watch(broadcast.id, signal);
    if (signal.aborted) return;
    if (outcome.name === 'troubled') {
      await this.#afterFailure(outcome.error, isAway, signal);
    } else {
      if (outcome.name === 'ended') this.#options.happened({ name: 'ended' });
      this.#drop();
    }
  }

  /** Has a session play the broadcast; returns when it stands still. */
  async #watch(broadcast: string, signal: AbortSignal): Promise<Outcome> {
    const settled = Promise.withResolvers<Outcome>();
    this.#settle = settled.resolve;
    const isSpent = this.#failures > resumesCount || this.#broadcast !== broadcast;
    if (isSpent) this.#drop();
    this.#broadcast = broadcast;
    if (this.#session !== null && this.#trouble !== null) {
      this.#session.resume(this.#trouble);
    } else {
      try {
        this.#options.happened({ name: 'answered' });
        const session = await this.#options.createSession({
          troubled: (error) => this.#settle({ name: 'troubled', error }),
          ended: () => this.#settle({ name: 'ended' }),
        });
        if (signal.aborted) {
          session.close();
          return { name: 'replaced' };
        }
        this.#session = session;
        this.#options.holds(session);
        session.start();
      } catch (error) {
        return {
          name: 'troubled',
          error: error instanceof PlaybackError ? error : PlaybackError.media('it', error),
        };
      }
    }
    return settled.promise;
  }

  /** @param isAway the publisher is away: that nothing comes is no failure then */
  async #afterFailure(error: PlaybackError, isAway: boolean, signal: AbortSignal): Promise<void> {
    const { environment, random, happened } = this.#options;
    const nowMs = environment.nowMs();
    this.#trouble = error;
    if (!isAway) this.#options.failed?.(error);
    this.#failures = isAway ? 1 : this.#failures + 1;
    this.#failingSinceMs = isAway ? nowMs : (this.#failingSinceMs ?? nowMs);
    if (!error.retryable) {
      happened({ name: 'gave-up', error, retryable: false });
      this.#drop();
      this.#run?.abort();
      return;
    }
    if (nowMs - this.#failingSinceMs >= patienceMs || error.reason === 'packager-down') {
      happened({ name: 'gave-up', error, retryable: true });
    }
    // What has played until now is taken up at once.
    const waitMs =
      this.#failures === 1
        ? scatterMs * random()
        : backoffMs(retryBackoff, this.#failures, random());
    await this.#wait(waitMs, signal);
  }

  /** Resolves after a time, or at once when the loop stops. */
  #wait(waitMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    const { timers } = this.#options.environment;
    const waited = Promise.withResolvers<void>();
    const timer = timers.setTimeout(waited.resolve, waitMs);
    this.#wake = () => {
      timers.clearTimeout(timer);
      waited.resolve();
    };
    return waited.promise;
  }
}
