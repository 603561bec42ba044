import type { RbspReader } from './rbsp-reader.ts';

/** `aspect_ratio_idc` that says that the ratio itself follows (ITU-T H.264, table E-1). */
const extendedRatio = 255;

/**
 * Reads a sequence parameter set's video usability information (ITU-T H.264, section E.1.1) for its
 * `max_num_reorder_frames`: how many pictures may come before one that is shown earlier. Null where
 * it isn't told, or the information is cut off.
 */
export function readMaxReorderFrames(bits: RbspReader): number | null {
  if (bits.flag() && bits.fixed(8) === extendedRatio) bits.skip(32);
  if (bits.flag()) bits.skip(1); // overscan_appropriate_flag
  if (bits.flag()) {
    bits.skip(4); // video_format, video_full_range_flag
    if (bits.flag()) bits.skip(24); // colour description
  }
  if (bits.flag()) {
    bits.unsigned(); // chroma_sample_loc_type_top_field
    bits.unsigned(); // chroma_sample_loc_type_bottom_field
  }
  if (bits.flag()) {
    bits.skip(32); // num_units_in_tick
    bits.skip(32); // time_scale
    bits.skip(1); // fixed_frame_rate_flag
  }
  const hasNalBuffer = bits.flag();
  if (hasNalBuffer) skipBufferModel(bits);
  const hasVclBuffer = bits.flag();
  if (hasVclBuffer) skipBufferModel(bits);
  if (hasNalBuffer || hasVclBuffer) bits.skip(1); // low_delay_hrd_flag
  bits.skip(1); // pic_struct_present_flag
  if (!bits.flag()) return null;
  bits.skip(1); // motion_vectors_over_pic_boundaries_flag
  bits.unsigned(); // max_bytes_per_pic_denom
  bits.unsigned(); // max_bits_per_mb_denom
  bits.unsigned(); // log2_max_mv_length_horizontal
  bits.unsigned(); // log2_max_mv_length_vertical
  const reorder = bits.unsigned();
  return bits.isDamaged ? null : reorder;
}

/** Hypothetical reference decoder parameters, section E.1.2. */
function skipBufferModel(bits: RbspReader): void {
  // At most 31 by section E.2.2; more is damage, which the reader's end would find late.
  const last = Math.min(bits.unsigned(), 31);
  bits.skip(8); // bit_rate_scale, cpb_size_scale
  for (let index = 0; index <= last; index++) {
    bits.unsigned(); // bit_rate_value_minus1
    bits.unsigned(); // cpb_size_value_minus1
    bits.skip(1); // cbr_flag
  }
  bits.skip(20); // lengths of delays and of the time offset
}
