/** In ms: what a run must last to count as a good one. */
const goodRunMs = 3_000;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

/** How long to wait before FFmpeg is started again: not at all after a good run, then 1, 2, 4 … 30 s. */
export class RestartDelay {
  #failures = 0;

  /** @param ranMs how long the run that just ended had lasted; 0 where it could not be started */
  nextMs(ranMs: number): number {
    if (ranMs >= goodRunMs) {
      this.#failures = 0;
      return 0;
    }
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#failures);
    this.#failures++;
    return delayMs;
  }
}
