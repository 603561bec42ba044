import type { PublisherClock } from './publisher-clock.ts';
import { RtpTimeline } from './rtp-timeline.ts';
import { slewed, slewRate } from './slew.ts';
import { WindowedLeast } from './windowed-least.ts';

export type StreamClockOptions = {
  /** RTP ticks a second. */
  readonly clockRate: number;
  /** By how much of the time that passes it is moved where it is so wrong that anybody sees or hears it. */
  readonly farSlewRate: number;
  readonly publisher: PublisherClock;
  /** From capture to arrival, in ms, as streams of this kind have it: encoding and the way. */
  readonly transit: WindowedLeast;
};

/** How long an arrival counts, in ms: a publisher's clock drifts by a few ms in that time. */
const arrivalMs = 30_000;

/** Sound and pictures that lie further apart than this are noticed, in ms. */
const noticedMs = 40;

/**
 * Tells when a stream's RTP timestamps were captured, by our clock. At first only the arrival of its packets is
 * known; from the first capture time or sender report on, which may come seconds later, the publisher's own
 * clock is. What was wrong till then is put right little by little.
 */
export class StreamClock {
  readonly #options: StreamClockOptions;
  readonly #timeline: RtpTimeline;
  /** What to add to the stream's time to get the publisher's, in ms, as it was told last. */
  #toldMs: number | null = null;
  /** Whether packets tell that: reports count no more then, as they may speak of sending instead of capture. */
  #isToldInPackets = false;
  /** The same to get ours, by arrivals. */
  #arrivals = new WindowedLeast(arrivalMs);
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
    const { publisher, transit } = this.#options;
    const { ticks, jumped } = this.#timeline.place(timestamp, arrivedMs);
    if (jumped) this.#forget();
    const streamMs = this.#toMs(ticks);
    if (captureMs !== null) this.#tellInPacket(streamMs, captureMs, arrivedMs);
    const publisherOffsetMs = publisher.offsetAt(arrivedMs);
    const baseMs = publisherOffsetMs ?? 0;
    if (publisherOffsetMs !== null) this.#beginByPublisher(baseMs);
    if (this.#toldMs === null) this.#arrivals.push(arrivedMs - streamMs, arrivedMs);
    else transit.push(arrivedMs - (streamMs + this.#toldMs + baseMs), arrivedMs);
    const offsetMs = this.#slew(this.#toldMs ?? this.#guessMs() - baseMs, streamMs);
    return streamMs + offsetMs + baseMs;
  }

  /** The capture time of a packet that waits to be placed is known already. */
  foretell(timestamp: number, captureMs: number, arrivedMs: number): void {
    const ticks = this.#timeline.locate(timestamp, arrivedMs);
    if (ticks !== null) this.#tellInPacket(this.#toMs(ticks), captureMs, arrivedMs);
  }

  /** A sender report came: `timestamp` was at `publisherMs` by the publisher's clock. */
  report(timestamp: number, publisherMs: number, arrivedMs: number): void {
    const ticks = this.#timeline.locate(timestamp, arrivedMs);
    if (ticks === null) return;
    if (!this.#isToldInPackets) this.#toldMs = publisherMs - this.#toMs(ticks);
    this.#options.publisher.observe(publisherMs, arrivedMs);
  }

  #tellInPacket(streamMs: number, captureMs: number, arrivedMs: number): void {
    this.#isToldInPackets = true;
    this.#toldMs = captureMs - streamMs;
    this.#options.publisher.observe(captureMs, arrivedMs);
  }

  /** The stream's own time, in ms. */
  #toMs(ticks: number): number {
    return (ticks * 1000) / this.#options.clockRate;
  }

  /**
   * What to add to get our time, in ms, where nothing is told: it takes as long as others of its kind do, or at least
   * as long as the way is.
   */
  #guessMs(): number {
    const { publisher, transit } = this.#options;
    return (this.#arrivals.value ?? 0) - (transit.value ?? publisher.underWayMs);
  }

  #beginByPublisher(publisherOffsetMs: number): void {
    if (this.#isByPublisher) return;
    this.#isByPublisher = true;
    if (this.#offsetMs !== null) this.#offsetMs -= publisherOffsetMs;
  }

  #slew(targetMs: number, streamMs: number): number {
    const { farSlewRate } = this.#options;
    // A guess is not worth a jump.
    const isFar = this.isTold && Math.abs(targetMs - (this.#offsetMs ?? targetMs)) > noticedMs;
    const stepMs = Math.max(0, streamMs - this.#lastMs) * (isFar ? farSlewRate : slewRate);
    this.#lastMs = Math.max(this.#lastMs, streamMs);
    this.#offsetMs = slewed(this.#offsetMs, targetMs, stepMs);
    return this.#offsetMs;
  }

  #forget(): void {
    this.#toldMs = null;
    this.#isToldInPackets = false;
    this.#arrivals = new WindowedLeast(arrivalMs);
    this.#offsetMs = null;
    this.#lastMs = 0;
  }
}
