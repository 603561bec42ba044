import { slewed, slewRate } from './slew.ts';
import { WindowedLeast } from './windowed-least.ts';

/** How long the fastest packet is remembered, in ms: publishers' clocks drift by a few ms in that time. */
const windowMs = 30_000;

/** What a capture time may be off by before the clock behind it is not believed, in ms. */
const plausible = { futureMs: 250, pastMs: 10_000 };

/**
 * Brings a publisher's clock to ours. Where it has told the difference, that is taken; otherwise the difference
 * is measured: of all packets the one that was under way for the shortest time tells it best. What was wrong is put
 * right little by little, for all of the publisher's streams alike.
 */
export class PublisherClock {
  readonly #toldOffsetMs: () => number | null;
  readonly #fastest = new WindowedLeast(windowMs);
  #offsetMs: number | null = null;
  #isInUse = false;
  #lastMs = 0;

  /** @param toldOffsetMs what to add to the publisher's clock to get ours; null while it hasn't told */
  constructor(toldOffsetMs: () => number | null) {
    this.#toldOffsetMs = toldOffsetMs;
  }

  /** Something of this capture time, by the publisher's clock, came in at this time, by ours. */
  observe(publisherMs: number, arrivedMs: number): void {
    this.#fastest.push(arrivedMs - publisherMs, arrivedMs);
  }

  /** Media are placed by it from now on: it moves no faster than that can follow. */
  use(): void {
    this.#isInUse = true;
  }

  /** What to add to the publisher's clock to get ours, in ms, at a time of ours; null before the first observation. */
  offsetAt(nowMs: number): number | null {
    const targetMs = this.#believedMs ?? this.#fastest.value;
    if (targetMs === null) return null;
    const stepMs = Math.max(0, nowMs - this.#lastMs) * slewRate;
    this.#lastMs = Math.max(this.#lastMs, nowMs);
    this.#offsetMs = slewed(this.#isInUse ? this.#offsetMs : null, targetMs, stepMs);
    return this.#offsetMs;
  }

  /** How long the fastest packet was under way, in ms; 0 where nobody knows. */
  get underWayMs(): number {
    const told = this.#believedMs;
    const fastest = this.#fastest.value;
    return told === null || fastest === null ? 0 : Math.max(0, fastest - told);
  }

  /** What the publisher has told, where what came bears it out. */
  get #believedMs(): number | null {
    const fastest = this.#fastest.value;
    const told = this.#toldOffsetMs();
    if (fastest === null || told === null) return null;
    const underWayMs = fastest - told;
    const isPlausible = underWayMs > -plausible.futureMs && underWayMs < plausible.pastMs;
    return isPlausible ? told : null;
  }
}
