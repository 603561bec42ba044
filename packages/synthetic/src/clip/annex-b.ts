import { nalTypeOf, nalTypes } from '@tallylight/protocol/video';

/** Splits a byte stream (H.264 annex B) into its NAL units, without start codes. Views, no copies. */
export function splitAnnexB(stream: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  let start = nextStartCode(stream, 0);
  while (start !== undefined) {
    const next = nextStartCode(stream, start);
    let end = next === undefined ? stream.length : next - 3;
    // A four-byte start code's first zero, and trailing_zero_8bits, belong to no NAL unit.
    while (end > start && stream[end - 1] === 0) end--;
    if (end > start) nals.push(stream.subarray(start, end));
    start = next;
  }
  return nals;
}

/** One picture: its NAL units in order, and whether a decoder can start at it. */
export type AccessUnit = { nals: readonly Buffer[]; key: boolean };

/** Groups NAL units into access units; parameter sets lead the picture that follows them. */
export function groupAccessUnits(nals: readonly Buffer[]): AccessUnit[] {
  const units: AccessUnit[] = [];
  let current: Buffer[] = [];
  let hasSlice = false;
  const finish = (): void => {
    if (hasSlice) {
      units.push({ nals: current, key: current.some((nal) => nalTypeOf(nal) === nalTypes.idr) });
    }
    current = [];
    hasSlice = false;
  };
  for (const nal of nals) {
    const type = nalTypeOf(nal);
    const isSlice = type === nalTypes.slice || type === nalTypes.idr;
    // first_mb_in_slice is ue(v) and leads the slice header: a set first bit says 0, a new picture.
    const startsPicture = isSlice ? ((nal[1] ?? 0) & 0x80) !== 0 : true;
    if (hasSlice && startsPicture) finish();
    if (type === nalTypes.delimiter) continue;
    current.push(nal);
    hasSlice ||= isSlice;
  }
  finish();
  return units;
}

/** The position after the next start code prefix 00 00 01, or undefined at the stream's end. */
function nextStartCode(stream: Buffer, from: number): number | undefined {
  for (let at = stream.indexOf(1, from + 2); at !== -1; at = stream.indexOf(1, at + 1)) {
    if (stream[at - 1] === 0 && stream[at - 2] === 0) return at + 1;
  }
  return undefined;
}
