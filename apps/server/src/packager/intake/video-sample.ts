import { nalTypeOf, nalTypes } from '@tallylight/protocol/video';

/** NAL units that a sample of `avc1` must not hold, or has no use for (ISO/IEC 14496-15, section 5.3.3). */
const leftOut: ReadonlySet<number> = new Set([nalTypes.sps, nalTypes.pps, nalTypes.delimiter]);

/** A picture as a sample of `avc1` holds it: each NAL unit behind its length in four bytes. */
export function lengthPrefixed(nals: readonly Uint8Array[]): Uint8Array {
  const kept = nals.filter((nal) => !leftOut.has(nalTypeOf(nal)));
  const sample = new Uint8Array(kept.reduce((size, nal) => size + 4 + nal.length, 0));
  const view = new DataView(sample.buffer);
  let at = 0;
  for (const nal of kept) {
    view.setUint32(at, nal.length);
    sample.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return sample;
}
