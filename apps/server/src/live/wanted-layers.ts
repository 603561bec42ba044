import { limits } from '@tallylight/contract';
import type { Clock } from './clock.ts';

/**
 * How many of the layers, counted from the lowest, somebody takes. What is wanted is wanted at once; what
 * nobody wants any more is let go after a while, so that a viewer who reloads doesn't stop and start it. The
 * lowest is always wanted: it is the first picture of whoever comes next.
 */
export class WantedLayers {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #count = Number.POSITIVE_INFINITY;
  #lower: { readonly count: number; readonly cancel: () => void } | null = null;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Infinite while all are wanted. */
  get count(): number {
    return this.#count;
  }

  /** @param tops the best layer that each viewer may get, as an index; null: all of them */
  update(tops: Iterable<number | null>): void {
    let wanted = 1;
    for (const top of tops) wanted = Math.max(wanted, top === null ? Infinity : top + 1);
    if (this.#lower?.count === wanted) return;
    this.#lower?.cancel();
    this.#lower = null;
    if (wanted === this.#count) return;
    if (wanted > this.#count) {
      this.#set(wanted);
      return;
    }
    const cancel = this.#clock.after(limits.unwantedLayerMs, () => {
      this.#lower = null;
      this.#set(wanted);
    });
    this.#lower = { count: wanted, cancel };
  }

  stop(): void {
    this.#lower?.cancel();
    this.#lower = null;
  }

  #set(count: number): void {
    this.#count = count;
    this.#onChange();
  }
}
