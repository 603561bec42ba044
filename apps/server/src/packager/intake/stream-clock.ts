import type { PublisherClock } from './publisher-clock.ts';
import { RtpTimeline } from './rtp-timeline.ts';
import { slewed, slewRate } from './slew.ts';
import type { WindowedLeast } from './windowed-least.ts';

export type StreamClockOptions = {
  /** RTP ticks a second. */
  readonly clockRate: number;
  /** By how much of the time that passes it is moved where it is so wrong that anybody sees or hears it. */
  readonly farSlewRate: number;
  readonly publisher: PublisherClock;
  /** From capture to arrival, in ms, as streams of this kind have it: encoding and the way. */
  readonly transit: WindowedLeast;
};

/** Sound and pictures that lie further apart than this are noticed, in ms. */
const noticedMs = 40;

/**
 * Tells when a stream's RTP timestamps were captured, by our clock. At first only the arrival of its packets is
 * known; from the first capture time or sender report on, which may come seconds later, the publisher's own
 * clock is. What was wrong till then is put right little by little, so that no frame jumps.
 */
export class StreamClock {
  readonly #options: StreamClockOptions;
  readonly #timeline: RtpTimeline;
  /** What to add to the stream's time to get the publisher's, in ms, as it was told last. */
  #toldMs: number | null = null;
  /** The same to get ours, by the packet that came soonest. */
  #arrivalOffsetMs: number | null = null;
  /** What is added now to get the publisher's time, or ours while the publisher's clock is not known. */
  #offsetMs: number | null = null;
  #isByPublisher = false;
  #lastMs = 0;

  constructor(options: StreamClockOptions) {
    this.#options = options;
    this.#timeline = new RtpTimeline(options.clockRate);
  }

  /** Whether the publisher has told how this stream's time relates to its clock. */
  get isTold(): boolean {
    return this.#toldMs !== null;
  }

  /**
   * The capture time of a packet, in ms since 1970 by our clock.
   *
   * @param captureMs what the packet tells of it, by the publisher's clock
   */
  capturedAt(timestamp: number, arrivedMs: number, captureMs: number | null): number {
    const streamMs = this.#place(timestamp, arrivedMs);
    if (captureMs !== null) this.#tell(streamMs, captureMs, arrivedMs);
    this.#arrivalOffsetMs = Math.min(this.#arrivalOffsetMs ?? Infinity, arrivedMs - streamMs);
    this.#slew(this.#toldMs ?? this.#guessMs(this.#arrivalOffsetMs), streamMs);
    const { publisher, transit } = this.#options;
    const capturedMs = streamMs + (this.#offsetMs ?? 0) + (publisher.offsetMs ?? 0);
    if (this.#toldMs !== null) transit.push(arrivedMs - capturedMs, arrivedMs);
    return capturedMs;
  }

  /** `timestamp` was at `publisherMs` by the publisher's clock: a sender report says so, or a packet. */
  report(timestamp: number, publisherMs: number, arrivedMs: number): void {
    this.#tell(this.#place(timestamp, arrivedMs), publisherMs, arrivedMs);
  }

  /** @returns the stream's own time, in ms */
  #place(timestamp: number, arrivedMs: number): number {
    const { ticks, jumped } = this.#timeline.place(timestamp, arrivedMs);
    if (jumped) this.#forget();
    return (ticks * 1000) / this.#options.clockRate;
  }

  #tell(streamMs: number, publisherMs: number, arrivedMs: number): void {
    this.#toldMs = publisherMs - streamMs;
    this.#options.publisher.observe(publisherMs, arrivedMs);
  }

  /** Where nothing is told, it takes as long as others of its kind do, or at least as long as the way is. */
  #guessMs(arrivalOffsetMs: number): number {
    const { publisher, transit } = this.#options;
    return arrivalOffsetMs - (transit.value ?? publisher.underWayMs) - (publisher.offsetMs ?? 0);
  }

  #slew(targetMs: number, streamMs: number): void {
    const { publisher, farSlewRate } = this.#options;
    if (!this.#isByPublisher && publisher.offsetMs !== null) {
      this.#isByPublisher = true;
      if (this.#offsetMs !== null) this.#offsetMs -= publisher.offsetMs;
    }
    // A guess is not worth a jump.
    const isFar = this.isTold && Math.abs(targetMs - (this.#offsetMs ?? targetMs)) > noticedMs;
    const stepMs = Math.max(0, streamMs - this.#lastMs) * (isFar ? farSlewRate : slewRate);
    this.#lastMs = Math.max(this.#lastMs, streamMs);
    this.#offsetMs = slewed(this.#offsetMs, targetMs, stepMs);
  }

  #forget(): void {
    this.#toldMs = null;
    this.#arrivalOffsetMs = null;
    this.#offsetMs = null;
    this.#lastMs = 0;
  }
}
