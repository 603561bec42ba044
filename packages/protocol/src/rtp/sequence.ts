/** Makes 16-bit numbers that wrap into numbers that go on: RFC 3550's extended sequence number. */
export class SequenceUnwrapper {
  #highest: number | undefined;

  /** The number nearest to the highest one so far that has these low 16 bits. */
  unwrap(sequence: number): number {
    if (this.#highest === undefined) {
      this.#highest = sequence;
      return sequence;
    }
    // The difference as a signed 16-bit number: more than half a turn ahead is behind.
    const distance = ((sequence - this.#highest) << 16) >> 16;
    const unwrapped = this.#highest + distance;
    if (distance > 0) this.#highest = unwrapped;
    return unwrapped;
  }
}
