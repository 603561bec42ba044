import { bestOf, type ClockReading, remember, toReading } from './clock-samples.ts';
import type { SessionEnvironment, TimerHandle } from './environment.ts';
import { Listeners } from './listeners.ts';

/** What a server clock is measured with. */
export type ServerClockOptions = {
  readonly environment: Pick<SessionEnvironment, 'fetch' | 'nowMs' | 'timers'>;
  /** Answers `{"nowMs": …}`, ms since 1970 by the server's clock. */
  readonly url: string;
};

/**
 * Exchanges at the start, in their number and the wait after each in ms: a burst, then more of them until one
 * was good. A page that loads holds up its own exchanges: the first are often far off.
 */
const burst = { count: 5, waitMs: 50 };
const search = { count: 20, waitMs: 200 };
/** A reading is good when it is wrong by no more than this, in ms. */
const goodMs = 2;
/** The wait after the start, in ms: short for the next exchanges, then long. */
const early = { count: 6, waitMs: 10_000 };
const steadyMs = 30_000;
/** The wait after an exchange that failed, in ms. */
const failedMs = 2_000;

/** Measures this machine's clock against the server's for as long as it runs. */
export class ServerClock {
  readonly #options: ServerClockOptions;
  readonly #listeners = new Listeners();
  #readings: readonly ClockReading[] = [];
  #reading: ClockReading | null = null;
  /** Exchanges since the start, and of them those after the search. */
  #exchanges = 0;
  #later = 0;
  #timer: TimerHandle | null = null;
  /** Null while it does not run. */
  #run: AbortController | null = null;

  constructor(options: ServerClockOptions) {
    this.#options = options;
  }

  /** The best reading; null before the first. The same object until there is a better one. */
  readonly getReading = (): ClockReading | null => this.#reading;

  /** Calls `listener` when the reading changes; returns what undoes it. */
  readonly subscribe = this.#listeners.add;

  /** Measures until it is stopped. Harmless when it runs already. */
  start(): void {
    if (this.#run !== null) return;
    this.#run = new AbortController();
    this.#exchanges = 0;
    this.#later = 0;
    void this.#exchange(this.#run.signal);
  }

  /** The last reading stays. */
  stop(): void {
    this.#run?.abort();
    this.#run = null;
    if (this.#timer !== null) this.#options.environment.timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #exchange(signal: AbortSignal): Promise<void> {
    const { nowMs, timers } = this.#options.environment;
    const reading = await this.#measure(signal);
    if (signal.aborted) return;
    if (reading !== null) {
      this.#exchanges += 1;
      this.#readings = remember(this.#readings, reading);
      const best = bestOf(this.#readings, nowMs());
      if (isGood(best) || this.#exchanges >= burst.count) this.#publish(best);
    }
    const waitMs = reading === null ? failedMs : this.#nextWaitMs();
    this.#timer = timers.setTimeout(() => void this.#exchange(signal), waitMs);
  }

  #nextWaitMs(): number {
    if (this.#exchanges < burst.count) return burst.waitMs;
    if (this.#exchanges < search.count && !isGood(this.#reading)) return search.waitMs;
    this.#later += 1;
    return this.#later <= early.count ? early.waitMs : steadyMs;
  }

  async #measure(signal: AbortSignal): Promise<ClockReading | null> {
    const { environment, url } = this.#options;
    try {
      const sentAtMs = environment.nowMs();
      const response = await environment.fetch(url, { cache: 'no-store', signal });
      // The headers are here; the body's time would count as the network's.
      const receivedAtMs = environment.nowMs();
      const body: unknown = await response.json();
      const nowMs =
        typeof body === 'object' && body !== null && 'nowMs' in body ? body.nowMs : undefined;
      if (!response.ok || typeof nowMs !== 'number') return null;
      return toReading(sentAtMs, nowMs, receivedAtMs);
    } catch {
      // Without a network there is nothing to measure; it goes on with what it knows.
      return null;
    }
  }

  #publish(reading: ClockReading | null): void {
    if (reading === this.#reading) return;
    this.#reading = reading;
    this.#listeners.notify();
  }
}

function isGood(reading: ClockReading | null): boolean {
  return reading !== null && reading.uncertaintyMs <= goodMs;
}
