import { type NalPiece, nalTypes } from './h264-payload.ts';
import { RbspReader } from './rbsp-reader.ts';

/** Kinds of slices in the order of their numbers (ITU-T H.264, table 7-6). */
const kinds = ['p', 'b', 'i', 'sp', 'si'] as const;

/** How the blocks of a slice are predicted: `b` from pictures before and after it. */
export type SliceKind = (typeof kinds)[number];

/** The first two values of a slice's header. */
export type SliceHeader = {
  /** first_mb_in_slice: 0 where a picture begins. */
  readonly firstBlock: number;
  readonly kind: SliceKind;
};

/**
 * Reads the beginning of a slice header (ITU-T H.264, section 7.3.3). Null where the NAL unit holds
 * no slice, doesn't begin here, or is damaged.
 */
export function readSliceHeader(nal: NalPiece): SliceHeader | null {
  const { slice, partitionA, idr } = nalTypes;
  const isSlice = nal.type === slice || nal.type === partitionA || nal.type === idr;
  if (!isSlice || !nal.begins) return null;
  const bits = new RbspReader(nal.bytes, 1);
  const firstBlock = bits.unsigned();
  const type = bits.unsigned();
  // Types from 5 on say also that all slices of the picture are of this kind.
  const kind = type < 10 ? kinds[type % 5] : undefined;
  return bits.isDamaged || kind === undefined ? null : { firstBlock, kind };
}
