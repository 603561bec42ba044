/** A packet of 20 ms in which nothing sounds: CELT, full band, stereo (RFC 6716, section 3.1). */
export const silentPacket = Uint8Array.of(0xfc, 0xff, 0xfe);

/** Lengths of a frame by the configuration in the table of contents, in ms (RFC 6716, table 2). */
const silkMs = [10, 20, 40, 60];
const hybridMs = [10, 20];
const celtMs = [2.5, 5, 10, 20];

/** How long a packet of Opus sounds, in ms; 0 for an empty one. */
export function opusDurationMs(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frameMs =
    config < 12 ? silkMs[config % 4] : config < 16 ? hybridMs[config % 2] : celtMs[config % 4];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return (frameMs ?? 0) * frames;
}
