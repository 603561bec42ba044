/** What a packet of VP8 tells of its frame. */
export type Vp8Payload = {
  /** Whether a frame begins in this packet; the other fields are told only there. */
  readonly startsFrame: boolean;
  readonly keyFrame: boolean;
  /** In pixels, before the upscaling that a decoder may be told to do. Null but in key frames. */
  readonly width: number | null;
  readonly height: number | null;
};

const furtherPacket: Vp8Payload = {
  startsFrame: false,
  keyFrame: false,
  width: null,
  height: null,
};
const interFrame: Vp8Payload = { ...furtherPacket, startsFrame: true };

/** Bytes of a frame tag, and of the start code and the size that follow it in a key frame. */
const tagSize = 3;
const keyFrameHeaderSize = 10;

/**
 * Reads the payload descriptor (RFC 7741, section 4.2) and, where a frame begins, the uncompressed
 * header of the frame (RFC 7741, section 4.3; RFC 6386, section 9.1). Null where it is malformed.
 */
export function readVp8Payload(payload: Uint8Array): Vp8Payload | null {
  const at = vp8DescriptorSize(payload);
  if (at >= payload.length) return null;
  const first = payload[0] ?? 0;
  // The S bit, and partition index 0: a frame's first partition begins.
  if ((first & 0x10) === 0 || (first & 0x07) !== 0) return furtherPacket;
  if (at + tagSize > payload.length) return null;
  const isInterFrame = ((payload[at] ?? 0) & 1) === 1;
  if (isInterFrame) return interFrame;
  if (at + keyFrameHeaderSize > payload.length) return null;
  const hasStartCode =
    payload[at + 3] === 0x9d && payload[at + 4] === 0x01 && payload[at + 5] === 0x2a;
  if (!hasStartCode) return null;
  // 14 bits of size, little endian; the two above them are the upscaling.
  const width = (payload[at + 6] ?? 0) | (((payload[at + 7] ?? 0) & 0x3f) << 8);
  const height = (payload[at + 8] ?? 0) | (((payload[at + 9] ?? 0) & 0x3f) << 8);
  return width > 0 && height > 0 ? { startsFrame: true, keyFrame: true, width, height } : null;
}

/** How many bytes the payload descriptor takes (RFC 7741, section 4.2); the frame's follow it. */
export function vp8DescriptorSize(payload: Uint8Array): number {
  // The X bit: a byte follows that tells which optional fields there are.
  if (((payload[0] ?? 0) & 0x80) === 0) return 1;
  const fields = payload[1] ?? 0;
  let size = 2;
  // I: a picture id of 7 bits, or with its M bit of 15. L: TL0PICIDX. T or K: one byte for both.
  if ((fields & 0x80) !== 0) size += ((payload[size] ?? 0) & 0x80) !== 0 ? 2 : 1;
  if ((fields & 0x40) !== 0) size += 1;
  if ((fields & 0x30) !== 0) size += 1;
  return size;
}
