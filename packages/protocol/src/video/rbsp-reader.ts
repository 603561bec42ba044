/**
 * Reads the raw byte sequence payload of an H.264 NAL unit bit by bit, and passes over the emulation
 * prevention bytes, the 03 of each 00 00 03 (ITU-T H.264, section 7.4.1). Past the end there are
 * zeros; `isDamaged` tells that they were read.
 */
export class RbspReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #byte = 0;
  #bitsLeft = 0;
  #zeros = 0;
  #isDamaged = false;

  /** @param from where the payload begins; 1 where `bytes` is a NAL unit with its header */
  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  /** Whether a value read so far lay past the end, or was longer than the standard allows. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** u(n): an unsigned number of `bits` bits, at most 32. */
  fixed(bits: number): number {
    let value = 0;
    for (let bit = 0; bit < bits; bit++) {
      if (this.#bitsLeft === 0) this.#load();
      this.#bitsLeft--;
      // Not by shifting, which would make the 32nd bit a sign.
      value = value * 2 + ((this.#byte >> this.#bitsLeft) & 1);
    }
    return value;
  }

  flag(): boolean {
    return this.fixed(1) === 1;
  }

  /** ue(v): an unsigned Exp-Golomb code (section 9.1). */
  unsigned(): number {
    let zeros = 0;
    while (this.fixed(1) === 0) {
      zeros++;
      if (zeros > 32) {
        this.#isDamaged = true;
        return 0;
      }
    }
    return 2 ** zeros - 1 + this.fixed(zeros);
  }

  /** se(v): a signed Exp-Golomb code (section 9.1.1). */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }

  /** Passes over bits that nobody asks for. */
  skip(bits: number): void {
    this.fixed(bits);
  }

  #load(): void {
    if (this.#zeros >= 2 && this.#bytes[this.#at] === 3) {
      this.#at++;
      this.#zeros = 0;
    }
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) this.#isDamaged = true;
    this.#byte = byte ?? 0;
    this.#zeros = this.#byte === 0 ? this.#zeros + 1 : 0;
    this.#bitsLeft = 8;
  }
}
