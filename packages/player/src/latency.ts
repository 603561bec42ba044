import type { ShownFrame } from './screen.ts';

/** One measurement of the time from camera to screen. */
export type LatencySample = {
  /** In ms. */
  readonly latencyMs: number;
  /**
   * Where the time began: `camera` glass to glass, by the capture clock · `server` only from the server on,
   * where the publisher sends no capture time or its clock is not known: less than the whole.
   */
  readonly since: 'camera' | 'server';
  /** RTP time stamp of the frame that was measured; null where the browser does not tell. */
  readonly rtpTimestamp: number | null;
};

/**
 * What a receiver says of the last frame it gave out: a synchronization source with the capture time of
 * WebRTC extensions, section 7.
 */
export type FrameSource = {
  readonly rtpTimestamp: number;
  /** When the receiver gave it out, in ms since 1970. */
  readonly timestamp: number;
  /** Ms since 1900 by the publisher's clock. */
  readonly captureTimestamp?: number;
};

/** How the clocks of the broadcast stand to one another, in ms. */
type ClockOffsets = {
  /** What to add to this machine's clock to get the server's. */
  readonly viewerMs: number;
  /** What to add to the publisher's clock to get the server's. */
  readonly publisherMs: number;
};

export type LatencyFacts = {
  /** The frame shown last; null where the browser does not tell of frames. */
  readonly frame: ShownFrame | null;
  /** Null when nothing came in yet. */
  readonly source: FrameSource | null;
  /** RTP ticks a second: 90,000 for video, 48,000 for opus. */
  readonly clockRate: number;
  /** Null while one of them is not known. */
  readonly offsets: ClockOffsets | null;
};

/** What a live picture can be late by, in ms. Beyond it a clock is wrong, and the number with it. */
const plausible = { leastMs: -100, mostMs: 30_000 };

/** 1900 to 1970, the epochs of NTP (RFC 5905, section 6) and of the browser, in ms. */
const ntpEpochMs = 2_208_988_800_000;

/**
 * Measures a frame whose capture time the playlist tells (EXT-X-PROGRAM-DATE-TIME, by the server's clock).
 *
 * @param capturedAtMs in ms since 1970 by the server's clock
 * @param shownAtMs likewise
 */
export function measureDated(capturedAtMs: number, shownAtMs: number): LatencySample | null {
  const latencyMs = shownAtMs - capturedAtMs;
  if (latencyMs < plausible.leastMs || latencyMs > plausible.mostMs) return null;
  return { latencyMs, since: 'camera', rtpTimestamp: null };
}

/** Measures from what is known; null when that is not enough. */
export function measureLatency(facts: LatencyFacts): LatencySample | null {
  return sinceCamera(facts) ?? sinceServer(facts.frame);
}

function sinceCamera({ frame, source, clockRate, offsets }: LatencyFacts): LatencySample | null {
  if (source?.captureTimestamp === undefined || offsets === null) return null;
  // The source tells of the frame that was given out last. The one on the glass is some frames older; how
  // much, the RTP time stamps of the two tell.
  const rtpTimestamp = frame?.rtpTimestamp ?? source.rtpTimestamp;
  const olderMs = (ticksBetween(rtpTimestamp, source.rtpTimestamp) * 1000) / clockRate;
  const capturedAtMs = source.captureTimestamp - ntpEpochMs - olderMs + offsets.publisherMs;
  const shownAtMs = (frame?.shownAtMs ?? source.timestamp) + offsets.viewerMs;
  const latencyMs = shownAtMs - capturedAtMs;
  if (latencyMs < plausible.leastMs || latencyMs > plausible.mostMs) return null;
  return { latencyMs, since: 'camera', rtpTimestamp };
}

function sinceServer(frame: ShownFrame | null): LatencySample | null {
  if (frame === null || frame.ageMs === null) return null;
  return { latencyMs: frame.ageMs, since: 'server', rtpTimestamp: frame.rtpTimestamp };
}

/** From `from` to `to` on the circle of 32 bits (RFC 3550, section 5.1): negative when `to` is earlier. */
export function ticksBetween(from: number, to: number): number {
  return (to - from) | 0;
}
