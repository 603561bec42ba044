export type PictureSize = { readonly width: number; readonly height: number };

const pps = Uint8Array.of(0x68, 0xce, 0x3c, 0x80);

/** RTP payloads of an H.264 key frame (RFC 6184): parameter sets in a STAP-A, then the slice. */
export function keyFramePayloads(size: PictureSize, tag = 0): Uint8Array[] {
  const sets = [writeSps(size), pps].flatMap((set) => [set.length >> 8, set.length & 0xff, ...set]);
  return [Uint8Array.of(0x78, ...sets), Uint8Array.of(0x65, 0x88, tag & 0xff, 1)];
}

/** RTP payloads of a frame that depends on those before: one slice in two fragments (FU-A). */
export function deltaFramePayloads(tag = 0): Uint8Array[] {
  return [Uint8Array.of(0x5c, 0x81, 0x9a, tag & 0xff), Uint8Array.of(0x5c, 0x41, 1, 2)];
}

/** The RTP payload of a VP8 key frame (RFC 7741; RFC 6386, section 9.1). */
export function vp8KeyFramePayload({ width, height }: PictureSize): Uint8Array {
  const size = [width & 0xff, width >> 8, height & 0xff, height >> 8];
  return Uint8Array.of(0x10, 0x10, 0, 0, 0x9d, 0x01, 0x2a, ...size, 7, 7);
}

/** The RTP payload of another VP8 frame. */
export const vp8DeltaFramePayload = Uint8Array.of(0x10, 0x11, 0, 0, 7);

/** A sequence parameter set of Constrained Baseline (ITU-T H.264, section 7.3.2.1.1). */
function writeSps({ width, height }: PictureSize): Uint8Array {
  const [columns, rows] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  const cropped = [0, (columns * 16 - width) / 2, 0, (rows * 16 - height) / 2];
  const bits = [
    ...[0, 0, 2, 1].map(exponentialGolomb),
    '0',
    ...[columns - 1, rows - 1].map(exponentialGolomb),
    // Frames only, direct inference, and cropping.
    '111',
    ...cropped.map(exponentialGolomb),
    // Nothing on usability, and the trailing bit.
    '01',
  ].join('');
  const bytes = bits.match(/.{1,8}/g) ?? [];
  const payload = bytes.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
  return Uint8Array.of(0x67, 0x42, 0xc0, 0x1f, ...payload);
}

/** Section 9.1: as many zeros as there are bits behind the first one. */
function exponentialGolomb(value: number): string {
  const binary = (value + 1).toString(2);
  return '0'.repeat(binary.length - 1) + binary;
}
