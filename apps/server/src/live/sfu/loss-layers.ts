/**
 * The best layer for a viewer whose bandwidth nobody estimates, from what its receiver reports say. mediasoup
 * makes a score of them: 10 where nothing is lost, less the more is. A layer that loses is left soon; a better
 * one is tried after a while, and after longer each time that it was tried in vain.
 */
export class LossLayers {
  readonly #highest: number;
  readonly #onChange: () => void;
  #top: number;
  #patienceMs = firstPatienceMs;
  #timer: NodeJS.Timeout | null = null;
  #triedAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param highest the best layer's index
   * @param onChange called after each change of `top`
   */
  constructor(highest: number, onChange: () => void) {
    this.#highest = highest;
    this.#top = highest;
    this.#onChange = onChange;
  }

  get top(): number {
    return this.#top;
  }

  /** @param score of what this viewer gets, 0 to 10 */
  judge(score: number): void {
    if (score >= goodScore || this.#top === 0) return;
    // A better layer that fails at once was tried too early.
    if (performance.now() - this.#triedAtMs < trialMs) {
      this.#patienceMs = Math.min(this.#patienceMs * 2, longestPatienceMs);
    }
    this.#set(this.#top - 1);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #set(top: number): void {
    this.#top = top;
    this.stop();
    if (top < this.#highest) this.#timer = setTimeout(() => this.#tryBetter(), this.#patienceMs);
    this.#onChange();
  }

  #tryBetter(): void {
    this.#triedAtMs = performance.now();
    this.#set(this.#top + 1);
  }
}

/** Below it, about one packet in ten is lost and not repaired. */
const goodScore = 7;
/** When a better layer is tried again, in ms. */
const firstPatienceMs = 10_000;
const longestPatienceMs = 120_000;
/** A better layer that lasts this long has come to stay. */
const trialMs = 8_000;
