import { fromNtp, toNtp } from './ntp.ts';

/**
 * The header extension that says when a frame was captured. Its payload is the capturer's wall
 * clock as an NTP timestamp, UQ32.32 in network order, optionally followed by a clock offset
 * (`abs-capture-time` in WebRTC's `docs/native-code/rtp-hdrext`); it is written in its short form.
 */
export const absCaptureTimeUri = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/** The extension's payload for a capture time in Unix milliseconds. */
export function writeAbsCaptureTime(unixMs: number): Uint8Array {
  const payload = new Uint8Array(8);
  new DataView(payload.buffer).setBigUint64(0, toNtp(unixMs));
  return payload;
}

/** The capture time in Unix milliseconds, or undefined where the payload is too short. */
export function readAbsCaptureTime(payload: Uint8Array): number | undefined {
  if (payload.length < 8) return undefined;
  return fromNtp(new DataView(payload.buffer, payload.byteOffset).getBigUint64(0));
}
