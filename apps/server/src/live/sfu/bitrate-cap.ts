/** Tells whether somebody sends more than allowed, for longer than allowed. */
export class BitrateCap {
  readonly #bitsPerS: number;
  readonly #patienceMs: number;
  #last: { readonly bytes: number; readonly atMs: number } | null = null;
  #sinceMs: number | null = null;

  constructor({ bitsPerS, patienceMs }: { bitsPerS: number; patienceMs: number }) {
    this.#bitsPerS = bitsPerS;
    this.#patienceMs = patienceMs;
  }

  /** @param bytes received since the beginning */
  isExceeded(bytes: number, atMs: number): boolean {
    const last = this.#last;
    this.#last = { bytes, atMs };
    if (last === null || atMs <= last.atMs) return false;
    const bitsPerS = ((bytes - last.bytes) * 8000) / (atMs - last.atMs);
    if (bitsPerS <= this.#bitsPerS) {
      this.#sinceMs = null;
      return false;
    }
    this.#sinceMs ??= last.atMs;
    return atMs - this.#sinceMs >= this.#patienceMs;
  }
}
