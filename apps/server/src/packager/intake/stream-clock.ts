import type { PublisherClock } from './publisher-clock.ts';
import { RtpTimeline } from './rtp-timeline.ts';

/** By how much of the time that passes a mapping is moved where it was wrong. */
const slewRate = 0.05;

/** An error beyond this is put right at once, in ms: to slew it would take too long. */
const longestSlewMs = 1_000;

/**
 * Tells when a stream's RTP timestamps were captured, by our clock. At first only the arrival of its packets is
 * known; from the first capture time or sender report on, which may come seconds later, the publisher's own
 * clock is. What was wrong till then is put right little by little, so that no frame jumps.
 */
export class StreamClock {
  readonly #clockRate: number;
  readonly #publisher: PublisherClock;
  readonly #timeline: RtpTimeline;
  /** A moment of the publisher's clock and its place in the stream. */
  #anchor: { readonly ticks: number; readonly publisherMs: number } | null = null;
  /** What to add to the stream's time to get ours, in ms: as it should be by arrivals, and as it is. */
  #arrivalOffsetMs: number | null = null;
  #offsetMs: number | null = null;
  #lastMs = 0;

  constructor(clockRate: number, publisher: PublisherClock) {
    this.#clockRate = clockRate;
    this.#publisher = publisher;
    this.#timeline = new RtpTimeline(clockRate);
  }

  /**
   * The capture time of a packet, in ms since 1970 by our clock.
   *
   * @param captureMs what the packet tells of it, by the publisher's clock
   */
  capturedAt(timestamp: number, arrivedMs: number, captureMs: number | null): number {
    const { ticks, jumped } = this.#timeline.place(timestamp, arrivedMs);
    if (jumped) this.#forget();
    const streamMs = (ticks * 1000) / this.#clockRate;
    if (captureMs !== null) {
      this.#anchor = { ticks, publisherMs: captureMs };
      this.#publisher.observe(captureMs, arrivedMs);
    }
    this.#arrivalOffsetMs = Math.min(this.#arrivalOffsetMs ?? Infinity, arrivedMs - streamMs);
    // The publisher's other streams may have told how long the way is.
    const target = this.#targetOffsetMs() ?? this.#arrivalOffsetMs - this.#publisher.underWayMs;
    this.#slewTo(target, streamMs);
    return streamMs + (this.#offsetMs ?? target);
  }

  /** A sender report came: `timestamp` was at `publisherMs` by the publisher's clock. */
  report(timestamp: number, publisherMs: number, arrivedMs: number): void {
    const { ticks, jumped } = this.#timeline.place(timestamp, arrivedMs);
    if (jumped) this.#forget();
    this.#anchor = { ticks, publisherMs };
    this.#publisher.observe(publisherMs, arrivedMs);
  }

  #targetOffsetMs(): number | null {
    if (this.#anchor === null) return null;
    const serverMs = this.#publisher.toServerMs(this.#anchor.publisherMs);
    return serverMs === null ? null : serverMs - (this.#anchor.ticks * 1000) / this.#clockRate;
  }

  #slewTo(targetMs: number, streamMs: number): void {
    const elapsedMs = Math.max(0, streamMs - this.#lastMs);
    this.#lastMs = Math.max(this.#lastMs, streamMs);
    if (this.#offsetMs === null || Math.abs(targetMs - this.#offsetMs) > longestSlewMs) {
      this.#offsetMs = targetMs;
      return;
    }
    const step = elapsedMs * slewRate;
    this.#offsetMs += Math.max(-step, Math.min(step, targetMs - this.#offsetMs));
  }

  #forget(): void {
    this.#anchor = null;
    this.#arrivalOffsetMs = null;
    this.#offsetMs = null;
    this.#lastMs = 0;
  }
}
