import { nalTypeOf, nalTypes } from '@tallylight/protocol/video';

/**
 * A picture as an MP4 sample holds it: each NAL unit behind its length in four bytes (ISO/IEC 14496-15, section
 * 5.3.4). Parameter sets stay where they are, before key frames: players that read on over a discontinuity without
 * its initialization segment, as FFmpeg does, find the new ones there.
 */
export function lengthPrefixed(nals: readonly Uint8Array[]): Uint8Array {
  const kept = nals.filter((nal) => nalTypeOf(nal) !== nalTypes.delimiter);
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
