/** A picture's size in pixels, after cropping. */
export type PictureSize = { width: number; height: number };

/** Profiles whose parameter set also tells chroma format and bit depth (H.264 section 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128]);

/**
 * The picture size that a sequence parameter set announces (H.264 section 7.3.2.1.1), or undefined
 * for one with scaling matrices, which no WebRTC encoder sends.
 */
export function readPictureSize(sps: Buffer): PictureSize | undefined {
  const bits = new BitReader(removeEmulation(sps.subarray(1)));
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
  return {
    width: widthInBlocks * 16 - (crop.left + crop.right) * cropX,
    height: heightInUnits * 16 * rowUnit - (crop.top + crop.bottom) * cropY,
  };
}

function skipOrderCycle(bits: BitReader): void {
  bits.fixed(1);
  bits.unsigned();
  bits.unsigned();
  for (let left = bits.unsigned(); left > 0; left--) bits.unsigned();
}

/** Takes out the 03 of each 00 00 03 (H.264 section 7.4.1). */
function removeEmulation(bytes: Buffer): number[] {
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

class BitReader {
  readonly #bytes: readonly number[];
  #at = 0;

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }

  fixed(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** ue(v) of H.264 section 9.1. Signed ones are as long, so skipping may use it too. */
  unsigned(): number {
    let zeros = 0;
    while (zeros < 32 && this.#at < this.#bytes.length * 8 && this.fixed(1) === 0) zeros++;
    return 2 ** zeros - 1 + this.fixed(zeros);
  }
}
