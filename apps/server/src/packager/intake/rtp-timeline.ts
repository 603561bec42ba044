type Place = {
  /** The timestamp without wraps. */
  readonly ticks: number;
  /** Whether it lies behind all those before. */
  readonly isNewest: boolean;
  readonly isPlausible: boolean;
};

/** Makes 32-bit RTP timestamps that wrap into ones that go on (RFC 3550, section 5.1). */
export class RtpTimeline {
  readonly #clockRate: number;
  #last: { readonly unwrapped: number; readonly atMs: number } | undefined;

  /** @param clockRate ticks a second */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /**
   * Of a packet.
   *
   * @param atMs when it arrived, by any steady clock
   * @returns the timestamp without wraps; `jumped` says that it has no relation to those before: the publisher
   * has begun to count anew
   */
  place(timestamp: number, atMs: number): { readonly ticks: number; readonly jumped: boolean } {
    const { ticks, isNewest, isPlausible } = this.#relate(timestamp, atMs);
    if (isNewest || !isPlausible) this.#last = { unwrapped: ticks, atMs };
    return { ticks, jumped: !isPlausible };
  }

  /**
   * Of a moment that is told of: what packets say is not moved by it.
   *
   * @returns the timestamp without wraps; null where it has no relation to those of packets
   */
  locate(timestamp: number, atMs: number): number | null {
    if (this.#last === undefined) return this.place(timestamp, atMs).ticks;
    const { ticks, isPlausible } = this.#relate(timestamp, atMs);
    return isPlausible ? ticks : null;
  }

  #relate(timestamp: number, atMs: number): Place {
    const last = this.#last;
    if (last === undefined) return { ticks: timestamp, isNewest: true, isPlausible: true };
    // The difference as a signed 32-bit number: more than half a turn ahead is behind.
    const distance = (timestamp - last.unwrapped) | 0;
    const aheadMs = (distance * 1000) / this.#clockRate - (atMs - last.atMs);
    return {
      ticks: last.unwrapped + distance,
      isNewest: distance > 0,
      isPlausible: Math.abs(aheadMs) <= plausibleMs,
    };
  }
}

/** What a stream's clock and ours may differ by between two packets, in ms: more is no delay of the network. */
const plausibleMs = 5_000;
