/** The picture size in a VP8 key frame that begins in this RTP payload (RFC 7741, section 4; RFC 6386, 9.1). */
export function readVp8KeyFrame(payload: Uint8Array): { width: number; height: number } | null {
  const first = payload[0] ?? 0;
  const startsPartition = (first & 0x10) !== 0 && (first & 0x07) === 0;
  if (!startsPartition) return null;
  const header = payload.subarray(descriptorLength(payload));
  // The frame tag's lowest bit is 0 for a key frame; then come 9d 01 2a and the size.
  if (header.length < 10 || ((header[0] ?? 1) & 1) !== 0) return null;
  if (header[3] !== 0x9d || header[4] !== 0x01 || header[5] !== 0x2a) return null;
  const width = ((header[6] ?? 0) | ((header[7] ?? 0) << 8)) & 0x3fff;
  const height = ((header[8] ?? 0) | ((header[9] ?? 0) << 8)) & 0x3fff;
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Whether a VP8 frame begins in this payload. */
export function startsVp8Frame(payload: Uint8Array): boolean {
  return payload.length > 0 && ((payload[0] ?? 0) & 0x17) === 0x10;
}

/** Bytes of the payload descriptor (RFC 7741, section 4.2). */
function descriptorLength(payload: Uint8Array): number {
  if (((payload[0] ?? 0) & 0x80) === 0) return 1;
  const extension = payload[1] ?? 0;
  let length = 2;
  if ((extension & 0x80) !== 0) length += ((payload[length] ?? 0) & 0x80) !== 0 ? 2 : 1;
  if ((extension & 0x40) !== 0) length += 1;
  if ((extension & 0x30) !== 0) length += 1;
  return length;
}
