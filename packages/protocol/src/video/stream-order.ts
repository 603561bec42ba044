/**
 * Where a packet stands after those before it: the first of all or after a jump, of the same picture,
 * of one shown later or shown earlier, or overtaken on its way and not to be judged.
 */
export type StreamStep = 'first' | 'same' | 'forward' | 'backward' | 'late';

/** Sequence numbers further apart are a sender that started anew (RFC 3550, appendix A.1). */
const farthestSequence = 1_000;

/** In ticks of 90 kHz, a second: a step back further than that is a clock that was set. */
const farthestStep = 90_000;

/** Follows the packets of one video stream in the order they were sent in, over both wrap-arounds. */
export class StreamOrder {
  #sequence = -1;
  #timestamp = 0;

  /**
   * @param sequence 16 bits
   * @param timestamp 32 bits, of 90 kHz
   */
  follow(sequence: number, timestamp: number): StreamStep {
    // The differences as signed numbers of their width: more than half a turn ahead is behind.
    const distance = ((sequence - this.#sequence) << 16) >> 16;
    const isFirst = this.#sequence === -1 || Math.abs(distance) > farthestSequence;
    if (!isFirst && distance <= 0) return 'late';
    const ticks = (timestamp - this.#timestamp) | 0;
    this.#sequence = sequence;
    this.#timestamp = timestamp;
    if (isFirst || ticks < -farthestStep) return 'first';
    if (ticks === 0) return 'same';
    return ticks > 0 ? 'forward' : 'backward';
  }
}
