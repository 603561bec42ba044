/** An RTP packet (RFC 3550, section 5.1) as far as looking into its payload needs it. */
export type RtpPacket = {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** A view of the packet's bytes, without padding. */
  readonly payload: Uint8Array;
};

/** Reads a packet; null where its lengths don't add up. */
export function readRtpPacket(bytes: Uint8Array): RtpPacket | null {
  if (bytes.length < 12 || byte(bytes, 0) >> 6 !== 2) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = byte(bytes, 0);
  let start = 12 + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (bytes.length < start + 4) return null;
    start += 4 + view.getUint16(start + 2) * 4;
  }
  const padding = (first & 0x20) !== 0 ? byte(bytes, bytes.length - 1) : 0;
  const end = bytes.length - padding;
  if (end < start) return null;
  return {
    payloadType: byte(bytes, 1) & 0x7f,
    marker: (byte(bytes, 1) & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, end),
  };
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
