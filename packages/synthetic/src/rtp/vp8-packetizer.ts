/** The S bit of the payload descriptor: a partition begins, here always the first. */
const start = 0x10;

/**
 * RTP payloads for one frame of VP8 (RFC 7741 section 4), each at most `maximumSize` bytes, with the
 * shortest payload descriptor. The caller sets the marker on the last.
 */
export function packetizeVp8(frame: Buffer, maximumSize: number): Buffer[] {
  // Pieces of even size: no tiny last packet, and none larger than allowed.
  const count = Math.ceil(frame.length / (maximumSize - 1));
  const size = Math.ceil(frame.length / count);
  return Array.from({ length: count }, (_, index) => {
    const piece = frame.subarray(index * size, (index + 1) * size);
    return Buffer.concat([Buffer.of(index === 0 ? start : 0), piece]);
  });
}
