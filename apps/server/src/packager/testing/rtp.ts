/** A packet as a test wants it. */
export type WrittenPacket = {
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
  readonly marker?: boolean;
};

/** Writes an RTP packet without extensions (RFC 3550, section 5.1). */
export function writeRtp({
  sequence,
  timestamp,
  payload,
  marker = false,
}: WrittenPacket): Uint8Array {
  const packet = new Uint8Array(12 + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x80);
  view.setUint8(1, 96 | (marker ? 0x80 : 0));
  view.setUint16(2, sequence & 0xffff);
  view.setUint32(4, timestamp >>> 0);
  view.setUint32(8, 0x1234_5678);
  packet.set(payload, 12);
  return packet;
}
