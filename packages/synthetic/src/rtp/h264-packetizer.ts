import { fuA, nalTypeOf, nalTypes, stapA } from '@tallylight/protocol/video';

/**
 * RTP payloads for one picture, in packetization mode 1 (RFC 6184 section 6.3), each at most
 * `maximumSize` bytes. Parameter sets go together in one STAP-A (5.7.1), as browsers send them; a
 * NAL unit that fits goes alone (5.6), a larger one in fragments (FU-A, 5.8). The caller sets the
 * marker on the last.
 */
export function packetizeH264(nals: readonly Buffer[], maximumSize: number): Buffer[] {
  const payloads: Buffer[] = [];
  const sets = nals.filter(isParameterSet);
  const aggregate = 1 + sets.reduce((size, nal) => size + 2 + nal.length, 0);
  const together = sets.length > 1 && aggregate <= maximumSize;
  if (together) payloads.push(writeStapA(sets));
  for (const nal of nals) {
    if (together && isParameterSet(nal)) continue;
    if (nal.length <= maximumSize) payloads.push(nal);
    else payloads.push(...writeFuA(nal, maximumSize));
  }
  return payloads;
}

function isParameterSet(nal: Buffer): boolean {
  const type = nalTypeOf(nal);
  return type === nalTypes.sps || type === nalTypes.pps;
}

function writeStapA(nals: readonly Buffer[]): Buffer {
  // The aggregate's nal_ref_idc is the highest of its units' (RFC 6184 section 5.7).
  const importance = Math.max(...nals.map((nal) => (nal[0] ?? 0) & 0x60));
  const pieces: Buffer[] = [Buffer.of(importance | stapA)];
  for (const nal of nals) {
    const size = Buffer.allocUnsafe(2);
    size.writeUInt16BE(nal.length);
    pieces.push(size, nal);
  }
  return Buffer.concat(pieces);
}

function writeFuA(nal: Buffer, maximumSize: number): Buffer[] {
  const header = nal[0] ?? 0;
  const indicator = (header & 0xe0) | fuA;
  const type = header & 0x1f;
  const body = nal.subarray(1);
  // Fragments of even size: no tiny last packet, and none larger than allowed.
  const count = Math.ceil(body.length / (maximumSize - 2));
  const size = Math.ceil(body.length / count);
  return Array.from({ length: count }, (_, index) => {
    const start = index === 0 ? 0x80 : 0;
    const end = index === count - 1 ? 0x40 : 0;
    const piece = body.subarray(index * size, (index + 1) * size);
    return Buffer.concat([Buffer.of(indicator, start | end | type), piece]);
  });
}
