/** How long after a stall it must have played without another before it comes near again, in seconds: at first … */
const firstS = 10;
/** … and at most, doubled after each return that was in vain. */
const longestS = 120;
/** A stall so soon after a return says that it was in vain, in seconds. */
const trialS = 60;

/**
 * After a stall a player keeps further behind. Says when it may come near the live edge again: soon after a hiccup,
 * later each time on a line that stalls whenever it does. All times are places in the media, in seconds.
 */
export class StallCalm {
  #calmS = firstS;
  #stalledAtS: number | null = null;
  #returnedAtS: number | null = null;

  stalled(atS: number): void {
    if (this.#returnedAtS !== null) {
      const wasInVain = atS - this.#returnedAtS < trialS;
      this.#calmS = wasInVain ? Math.min(longestS, this.#calmS * 2) : firstS;
    }
    this.#returnedAtS = null;
    this.#stalledAtS = atS;
  }

  /** It plays on from elsewhere: what lies between was not played. */
  moved(toS: number): void {
    if (this.#stalledAtS !== null) this.#stalledAtS = toS;
    if (this.#returnedAtS !== null) this.#returnedAtS = toS;
  }

  /** Whether it keeps behind, and need not any more. */
  isOver(atS: number): boolean {
    return this.#stalledAtS !== null && atS - this.#stalledAtS >= this.#calmS;
  }

  /** It comes near again. */
  returned(atS: number): void {
    if (this.#stalledAtS === null) return;
    this.#stalledAtS = null;
    this.#returnedAtS = atS;
  }
}
