import { RbspReader } from './rbsp-reader.ts';
import { readMaxReorderFrames } from './sps-usability.ts';

/** What a sequence parameter set of H.264 tells. */
export type Sps = {
  /** As in SDP: profile_idc, constraint flags and level_idc as hexadecimal (RFC 6184, section 8.1). */
  readonly profileLevelId: string;
  readonly profileIdc: number;
  /** constraint_set0_flag is the highest of the eight bits. */
  readonly constraintFlags: number;
  /** Ten times the level: 31 for level 3.1. */
  readonly levelIdc: number;
  /** In pixels, after cropping. */
  readonly width: number;
  readonly height: number;
  /** Whether there are frames only, and no fields. */
  readonly framesOnly: boolean;
  /** chroma_format_idc: 1 for 4:2:0. */
  readonly chromaFormat: number;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
  /** How pictures tell their place in the order of display (ITU-T H.264, section 8.2.1): 0, 1 or 2. */
  readonly pictureOrderType: number;
  /** Null where it isn't told. */
  readonly maxReorderFrames: number | null;
};

type Chroma = {
  readonly format: number;
  readonly separatePlanes: boolean;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
};

/** What stands for those that don't tell: 4:2:0 of eight bits. */
const plainChroma: Chroma = {
  format: 1,
  separatePlanes: false,
  bitDepthLuma: 8,
  bitDepthChroma: 8,
};

/** Profiles whose parameter set tells chroma format and bit depth (ITU-T H.264, section 7.3.2.1.1). */
const highProfiles: ReadonlySet<number> = new Set([
  100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135,
]);

/** In pixels, beyond any level of the standard. */
const largestSide = 16_384;

/**
 * Reads a sequence parameter set (ITU-T H.264, section 7.3.2.1.1).
 *
 * @param nal the whole NAL unit with its header byte
 * @returns null for one that is cut off, or whose values the standard doesn't allow
 */
export function readSps(nal: Uint8Array): Sps | null {
  const bits = new RbspReader(nal, 1);
  const profileIdc = bits.fixed(8);
  const constraintFlags = bits.fixed(8);
  const levelIdc = bits.fixed(8);
  bits.unsigned(); // seq_parameter_set_id
  const chroma = highProfiles.has(profileIdc) ? readChroma(bits) : plainChroma;
  bits.unsigned(); // log2_max_frame_num_minus4
  const pictureOrderType = readPictureOrder(bits);
  bits.unsigned(); // max_num_ref_frames
  bits.skip(1); // gaps_in_frame_num_value_allowed_flag
  const size = readSize(bits, chroma);
  if (bits.isDamaged || size === null || chroma.format > 3 || pictureOrderType > 2) return null;
  // Section 7.4.2.1.1: up to 14 bits.
  if (chroma.bitDepthLuma > 14 || chroma.bitDepthChroma > 14) return null;
  return {
    profileLevelId: [profileIdc, constraintFlags, levelIdc].map(hexByte).join(''),
    profileIdc,
    constraintFlags,
    levelIdc,
    ...size,
    chromaFormat: chroma.format,
    bitDepthLuma: chroma.bitDepthLuma,
    bitDepthChroma: chroma.bitDepthChroma,
    pictureOrderType,
    maxReorderFrames: bits.flag() ? readMaxReorderFrames(bits) : null,
  };
}

function readChroma(bits: RbspReader): Chroma {
  const format = bits.unsigned();
  const separatePlanes = format === 3 && bits.flag();
  const bitDepthLuma = 8 + bits.unsigned();
  const bitDepthChroma = 8 + bits.unsigned();
  bits.skip(1); // qpprime_y_zero_transform_bypass_flag
  if (bits.flag()) {
    const lists = format === 3 ? 12 : 8;
    for (let list = 0; list < lists; list++) {
      if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
    }
  }
  return { format, separatePlanes, bitDepthLuma, bitDepthChroma };
}

/** Section 7.3.2.1.1.1: a list ends early where its next scale would be 0. */
function skipScalingList(bits: RbspReader, size: number): void {
  let scale = 8;
  for (let index = 0; index < size && scale !== 0; index++) {
    scale = (scale + bits.signed()) & 0xff;
  }
}

function readPictureOrder(bits: RbspReader): number {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
  if (type === 1) {
    bits.skip(1); // delta_pic_order_always_zero_flag
    bits.signed(); // offset_for_non_ref_pic
    bits.signed(); // offset_for_top_to_bottom_field
    // At most 255 by section 7.4.2.1.1; more is damage, which the reader's end would find late.
    const offsets = Math.min(bits.unsigned(), 255);
    for (let index = 0; index < offsets; index++) bits.signed();
  }
  return type;
}

function readSize(
  bits: RbspReader,
  chroma: Chroma,
): Pick<Sps, 'width' | 'height' | 'framesOnly'> | null {
  const widthInBlocks = bits.unsigned() + 1;
  const heightInUnits = bits.unsigned() + 1;
  const framesOnly = bits.flag();
  if (!framesOnly) bits.skip(1); // mb_adaptive_frame_field_flag
  bits.skip(1); // direct_8x8_inference_flag
  const fields = framesOnly ? 1 : 2;
  let width = widthInBlocks * 16;
  let height = heightInUnits * 16 * fields;
  if (bits.flag()) {
    // Equations 7-19 to 7-22: cropping counts in samples of the coarsest plane.
    const isSubsampled = !chroma.separatePlanes;
    const unitX = isSubsampled && (chroma.format === 1 || chroma.format === 2) ? 2 : 1;
    const unitY = (isSubsampled && chroma.format === 1 ? 2 : 1) * fields;
    width -= (bits.unsigned() + bits.unsigned()) * unitX;
    height -= (bits.unsigned() + bits.unsigned()) * unitY;
  }
  const isPlausible = width > 0 && height > 0 && width <= largestSide && height <= largestSide;
  return isPlausible ? { width, height, framesOnly } : null;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
