import { fromNtp, toNtp } from './ntp.ts';

/**
 * The header extension that says when a frame was captured. Its payload is the capturer's wall
 * clock as an NTP timestamp, UQ32.32 in network order, optionally followed by a clock offset
 * (`abs-capture-time` in WebRTC's `docs/native-code/rtp-hdrext`); this package sends the short form.
 */
export const absCaptureTimeUri = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/** The extension's payload for a capture time in Unix milliseconds. */
export function writeAbsCaptureTime(unixMs: number): Buffer {
  const payload = Buffer.allocUnsafe(8);
  payload.writeBigUInt64BE(toNtp(unixMs));
  return payload;
}

/** The capture time in Unix milliseconds, or undefined where the payload is too short. */
export function readAbsCaptureTime(payload: Buffer): number | undefined {
  return payload.length < 8 ? undefined : fromNtp(payload.readBigUInt64BE());
}
