import {
  backoffMs,
  type SessionEnvironment,
  SessionError,
  type WhepSession,
} from '@tallylight/webrtc';
import type { WatchedChannel } from './channel.ts';
import { beginning, offAirWaitMs, patienceMs, retryBackoff, scatterMs } from './pacing.ts';
import type { PlayerEvent } from './player-state.ts';

/** What the loop needs of a session. */
export type WatchSession = Pick<
  WhepSession,
  | 'stream'
  | 'start'
  | 'close'
  | 'getState'
  | 'subscribe'
  | 'getNews'
  | 'subscribeNews'
  | 'selectLayer'
  | 'receiver'
  | 'stats'
  | 'progress'
  | 'requestKeyFrame'
  | 'restartIce'
  | 'tried'
>;

export type JoinLoopOptions = {
  readonly environment: Pick<SessionEnvironment, 'nowMs' | 'timers'>;
  readonly random: () => number;
  readonly createSession: () => WatchSession;
  /** Reads the channel now; null when it can't be read. */
  readonly readChannel: () => Promise<WatchedChannel | null>;
  /** A session was granted: its tracks are known. */
  readonly granted: (session: WatchSession) => void;
  /** A session is connected. */
  readonly connected: (session: WatchSession) => void;
  /** The session that was connected is no more; its last picture stands until a next one is shown. */
  readonly lost: (session: WatchSession) => void;
  readonly happened: (event: PlayerEvent) => void;
  /** A try failed, and another one follows unless the loop is stopped now. */
  readonly failed?: (error: SessionError) => void;
};

/** The one owner of joining, from the first try on: session after session, and the waits between. */
export class JoinLoop {
  readonly #options: JoinLoopOptions;
  #run: AbortController | null = null;
  #wake: () => void = () => {};
  #replace: () => void = () => {};
  /** How often the channel was off air in a row. */
  #offAir = 0;
  /** Tries that failed in a row, and when the first of them began. */
  #failures = 0;
  #tryingSinceMs: number | null = null;

  constructor(options: JoinLoopOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  start(): void {
    this.stop();
    const run = new AbortController();
    this.#run = run;
    this.#reset();
    void this.#join(run.signal).finally(() => {
      if (this.#run === run) this.#run = null;
    });
  }

  stop(): void {
    this.#run?.abort();
    this.#run = null;
    this.#wake();
    this.#replace();
  }

  /** Media flows: what failed before is forgotten. */
  flowing(): void {
    this.#reset();
  }

  /** The session in hand brings nothing: take another. */
  replace(): void {
    this.#replace();
  }

  #reset(): void {
    this.#offAir = 0;
    this.#failures = 0;
    this.#tryingSinceMs = null;
  }

  async #join(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#tryingSinceMs ??= this.#options.environment.nowMs();
      const error = await this.#watch(signal);
      if (signal.aborted) return;
      if (error.reason !== 'off-air') this.#options.failed?.(error);
      if (signal.aborted) return;
      if (error.reason === 'off-air') {
        this.#failures = 0;
        this.#tryingSinceMs = null;
        this.#options.happened({ name: 'off-air' });
        await this.#untilOnAir(error.retryAfterMs, signal);
      } else if (error.retryable) {
        await this.#afterFailure(error, signal);
      } else {
        this.#options.happened({ name: 'gave-up', error, retryable: false });
        return;
      }
    }
  }

  /** One session, from asking for it to its end; returns why it ended. */
  async #watch(signal: AbortSignal): Promise<SessionError> {
    const { createSession, granted, connected, lost, happened } = this.#options;
    const session = createSession();
    const ended = Promise.withResolvers<SessionError>();
    const unsubscribe = session.subscribe(() => {
      const state = session.getState();
      if (state.name === 'connecting') {
        happened({ name: 'answered' });
        granted(session);
      }
      if (state.name === 'failed') ended.resolve(state.error);
    });
    this.#replace = () => ended.resolve(SessionError.lost());
    try {
      await Promise.race([session.start(), ended.promise]);
      if (session.getState().name === 'connected' && !signal.aborted) connected(session);
      return await ended.promise;
    } catch (error) {
      return error instanceof SessionError ? error : SessionError.offerFailed(error);
    } finally {
      unsubscribe();
      lost(session);
    }
  }

  async #afterFailure(error: SessionError, signal: AbortSignal): Promise<void> {
    const { environment, random, happened } = this.#options;
    this.#failures += 1;
    const sinceMs = this.#tryingSinceMs;
    if (sinceMs !== null && environment.nowMs() - sinceMs >= patienceMs) {
      happened({ name: 'gave-up', error, retryable: true });
    }
    // What had flowed is taken up at once; what never came is asked for more and more slowly.
    const soon = error.reason === 'lost' && this.#failures === 1;
    const waitMs = soon ? scatterMs * random() : backoffMs(retryBackoff, this.#failures, random());
    await this.#wait(Math.max(waitMs, error.retryAfterMs ?? 0), signal);
  }

  /** Returns when it is worth asking for a session again. */
  async #untilOnAir(retryAfterMs: number | null, signal: AbortSignal): Promise<void> {
    const { readChannel, random } = this.#options;
    let beginnings = 0;
    while (!signal.aborted) {
      this.#offAir += 1;
      const begins = beginnings > 0 && beginnings <= beginning.count;
      const waitMs = begins ? beginning.paceMs : offAirWaitMs(this.#offAir, retryAfterMs, random());
      await this.#wait(waitMs, signal);
      if (signal.aborted) return;
      // Reading the channel is cheaper for both sides than an offer that is refused.
      const channel = await readChannel();
      const state = channel?.broadcast?.state;
      if (channel === null || state === 'live') return;
      beginnings = state === 'publishing' ? beginnings + 1 : 0;
      // A publisher who was lost is expected back any moment.
      if (state === 'interrupted') this.#offAir = 0;
    }
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
