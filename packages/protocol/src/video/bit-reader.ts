/** Reads a raw byte sequence bit by bit; past its end there are zeros. */
export class BitReader {
  readonly #bytes: ArrayLike<number>;
  #at = 0;

  constructor(bytes: ArrayLike<number>) {
    this.#bytes = bytes;
  }

  fixed(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** ue(v) of H.264, section 9.1. Signed ones are as long, so skipping may use it too. */
  unsigned(): number {
    let zeros = 0;
    while (zeros < 32 && this.#at < this.#bytes.length * 8 && this.fixed(1) === 0) zeros++;
    return 2 ** zeros - 1 + this.fixed(zeros);
  }
}
