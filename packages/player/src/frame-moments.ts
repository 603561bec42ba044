import { type LatencySample, ticksBetween } from './latency.ts';
import type { ShownFrame } from './screen.ts';

/** How often a frame is measured, in ms: between two of them the RTP time stamps tell. */
const everyMs = 250;
/** RTP ticks of video in a ms (RFC 6184, section 8.2.1). */
const ticksPerMs = 90;

/** Tells when frames over WebRTC were captured, also when their session is no more. */
export class FrameMoments {
  #known: { readonly rtpTimestamp: number; readonly capturedAtMs: number } | null = null;
  #learntAtMs = Number.NEGATIVE_INFINITY;

  /** Whether it is time to learn anew. */
  isDue(nowMs: number): boolean {
    return this.#known === null || nowMs - this.#learntAtMs >= everyMs;
  }

  /** @param offsetMs what to add to the clock of `frame.shownAtMs` to get the server's; null when not known */
  learn(frame: ShownFrame, sample: LatencySample | null, offsetMs: number | null): void {
    if (sample === null || offsetMs === null || frame.rtpTimestamp === null) return;
    this.#learntAtMs = frame.shownAtMs;
    this.#known = {
      rtpTimestamp: frame.rtpTimestamp,
      capturedAtMs: frame.shownAtMs + offsetMs - sample.latencyMs,
    };
  }

  /** When `frame` was captured, in ms since 1970 by the server's clock; null while not known. */
  momentOf(frame: ShownFrame | null): number | null {
    if (this.#known === null || frame === null || frame.rtpTimestamp === null) return null;
    const ticks = ticksBetween(this.#known.rtpTimestamp, frame.rtpTimestamp);
    return this.#known.capturedAtMs + ticks / ticksPerMs;
  }

  forget(): void {
    this.#known = null;
  }
}
