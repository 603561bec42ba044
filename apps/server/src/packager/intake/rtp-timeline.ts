/** Makes 32-bit RTP timestamps that wrap into ones that go on (RFC 3550, section 5.1). */
export class RtpTimeline {
  readonly #clockRate: number;
  #last: { readonly unwrapped: number; readonly atMs: number } | undefined;

  /** @param clockRate ticks a second */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /**
   * @param atMs when it arrived, by any steady clock
   * @returns the timestamp without wraps; `jumped` says that it has no relation to those before: the publisher
   * has begun to count anew
   */
  place(timestamp: number, atMs: number): { readonly ticks: number; readonly jumped: boolean } {
    const last = this.#last;
    if (last === undefined) {
      this.#last = { unwrapped: timestamp, atMs };
      return { ticks: timestamp, jumped: false };
    }
    // The difference as a signed 32-bit number: more than half a turn ahead is behind.
    const distance = (timestamp - last.unwrapped) | 0;
    const ticks = last.unwrapped + distance;
    const aheadMs = (distance * 1000) / this.#clockRate - (atMs - last.atMs);
    if (distance > 0 || Math.abs(aheadMs) > plausibleMs) this.#last = { unwrapped: ticks, atMs };
    return { ticks, jumped: Math.abs(aheadMs) > plausibleMs };
  }
}

/** What a stream's clock and ours may differ by between two packets, in ms: more is no delay of the network. */
const plausibleMs = 5_000;
