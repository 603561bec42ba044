/** What is left to tell of a broadcast when it is over. */
export type BroadcastSummary = {
  readonly lengthMs: number;
  /** The most viewers seen at one time; null when their number was never learnt. */
  readonly peakViewers: number | null;
  /** Mean of what was sent while connected; null when nothing was measured. */
  readonly meanBitsPerS: number | null;
};

/** Adds up what the summary tells, while a broadcast is on air. */
export class BroadcastTally {
  #peakViewers: number | null = null;
  #bitsPerSSum = 0;
  #readingsCount = 0;

  addViewers(viewers: number): void {
    this.#peakViewers = Math.max(this.#peakViewers ?? 0, viewers);
  }

  /** One reading a second of what is sent; null readings do not count. */
  addBitrate(bitsPerS: number | null): void {
    if (bitsPerS === null) return;
    this.#bitsPerSSum += bitsPerS;
    this.#readingsCount += 1;
  }

  summary(lengthMs: number): BroadcastSummary {
    return {
      lengthMs: Math.max(0, lengthMs),
      peakViewers: this.#peakViewers,
      meanBitsPerS: this.#readingsCount === 0 ? null : this.#bitsPerSSum / this.#readingsCount,
    };
  }
}
