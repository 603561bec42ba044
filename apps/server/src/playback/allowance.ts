import type { Clock } from '../live/clock.ts';

/** So many of something in each stretch of time, and no more. */
export class Allowance {
  readonly #clock: Clock;
  readonly #count: number;
  readonly #perMs: number;
  #left = 0;
  #renewsAtMs = Number.NEGATIVE_INFINITY;

  /** @param options.perMs how long a stretch is, in ms */
  constructor(options: { readonly clock: Clock; readonly count: number; readonly perMs: number }) {
    this.#clock = options.clock;
    this.#count = options.count;
    this.#perMs = options.perMs;
  }

  /** @returns whether there was one left */
  take(): boolean {
    const nowMs = this.#clock.now();
    if (nowMs >= this.#renewsAtMs) {
      this.#left = this.#count;
      this.#renewsAtMs = nowMs + this.#perMs;
    }
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}
