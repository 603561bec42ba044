import { BitReader } from './bit-reader.ts';

/** What a sequence parameter set of H.264 tells. */
export type Sps = {
  /** As in SDP: profile_idc, constraint flags and level_idc in hexadecimal (RFC 6184, section 8.1). */
  readonly profileLevelId: string;
  /** In pixels, after cropping. */
  readonly width: number;
  readonly height: number;
};

/** Profiles whose parameter set also tells chroma format and bit depth (H.264, section 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128]);

/**
 * Reads a sequence parameter set (H.264, section 7.3.2.1.1).
 *
 * @param nal the whole NAL unit with its header byte
 * @returns undefined for one that is cut off, or has scaling matrices, which no WebRTC encoder sends
 */
export function readSps(nal: Uint8Array): Sps | undefined {
  const raw = removeEmulation(nal.subarray(1));
  if (raw.length < 4) return undefined;
  const profileLevelId = [raw[0], raw[1], raw[2]]
    .map((byte = 0) => byte.toString(16).padStart(2, '0'))
    .join('');
  const size = readSize(new BitReader(raw));
  return size && { profileLevelId, ...size };
}

function readSize(bits: BitReader): Pick<Sps, 'width' | 'height'> | undefined {
  const profile = bits.fixed(8);
  bits.fixed(16); // constraint flags and level
  bits.unsigned(); // seq_parameter_set_id
  let chromaFormat = 1;
  if (highProfiles.has(profile)) {
    chromaFormat = bits.unsigned();
    if (chromaFormat === 3) bits.fixed(1);
    bits.unsigned(); // bit_depth_luma_minus8
    bits.unsigned(); // bit_depth_chroma_minus8
    bits.fixed(1); // qpprime_y_zero_transform_bypass_flag
    if (bits.fixed(1)) return undefined;
  }
  bits.unsigned(); // log2_max_frame_num_minus4
  const orderType = bits.unsigned();
  if (orderType === 0) bits.unsigned();
  else if (orderType === 1) skipOrderCycle(bits);
  bits.unsigned(); // max_num_ref_frames
  bits.fixed(1); // gaps_in_frame_num_value_allowed_flag
  const widthInBlocks = bits.unsigned() + 1;
  const heightInUnits = bits.unsigned() + 1;
  const framesOnly = bits.fixed(1);
  if (!framesOnly) bits.fixed(1);
  bits.fixed(1); // direct_8x8_inference_flag
  const rowUnit = 2 - framesOnly;
  const crop = { left: 0, right: 0, top: 0, bottom: 0 };
  if (bits.fixed(1)) {
    crop.left = bits.unsigned();
    crop.right = bits.unsigned();
    crop.top = bits.unsigned();
    crop.bottom = bits.unsigned();
  }
  const cropX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const cropY = (chromaFormat === 1 ? 2 : 1) * rowUnit;
  const width = widthInBlocks * 16 - (crop.left + crop.right) * cropX;
  const height = heightInUnits * 16 * rowUnit - (crop.top + crop.bottom) * cropY;
  const plausible = width > 0 && height > 0 && width <= 16_384 && height <= 16_384;
  return plausible ? { width, height } : undefined;
}

function skipOrderCycle(bits: BitReader): void {
  bits.fixed(1);
  bits.unsigned();
  bits.unsigned();
  // At most 255 by the standard; the rest would be a hostile length.
  for (let left = Math.min(bits.unsigned(), 255); left > 0; left--) bits.unsigned();
}

/** Takes out the 03 of each 00 00 03 (H.264, section 7.4.1). */
function removeEmulation(bytes: Uint8Array): number[] {
  const raw: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    raw.push(byte);
  }
  return raw;
}
