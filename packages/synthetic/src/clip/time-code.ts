/** Blocks in a time code: 24 of the number, then 8 of its checksum; the highest bit is leftmost. */
export const timeCodeBlocks = 32;

/** The time code covers the top of the picture: this part of its height, and its whole width. */
export const timeCodeHeightRatio = 1 / 15;

const white = 235;
const black = 16;

/**
 * One row of luma samples, one a block, that shows `frame` (0 to 2^24 - 1). Stretched over the top
 * of a picture it survives scaling and hard compression, because a block is at least 10 pixels wide
 * in the smallest layer.
 */
export function writeTimeCode(frame: number): Uint8Array {
  const word = ((frame & 0xff_ff_ff) << 8) | checksum(frame);
  return Uint8Array.from({ length: timeCodeBlocks }, (_, block) =>
    (word >>> (timeCodeBlocks - 1 - block)) & 1 ? white : black,
  );
}

/** A decoded picture's luma plane, one byte a pixel, rows without padding. */
export type LumaPlane = { samples: Uint8Array; width: number; height: number };

/**
 * The frame number that a picture shows, or undefined where the blocks don't agree with their
 * checksum (the picture isn't from a clip, or is damaged there).
 */
export function readTimeCode(picture: LumaPlane): number | undefined {
  const blockWidth = picture.width / timeCodeBlocks;
  const row = Math.floor((picture.height * timeCodeHeightRatio) / 2);
  let word = 0;
  for (let block = 0; block < timeCodeBlocks; block++) {
    // Only the middle half of a block: its edges are blurred by scaling and by the codec.
    const from = row * picture.width + Math.floor((block + 0.25) * blockWidth);
    const to = row * picture.width + Math.ceil((block + 0.75) * blockWidth);
    let sum = 0;
    for (let at = from; at < to; at++) sum += picture.samples[at] ?? 0;
    word = (word << 1) | (sum / (to - from) > (white + black) / 2 ? 1 : 0);
  }
  const frame = word >>> 8;
  return (word & 0xff) === checksum(frame) ? frame : undefined;
}

/** CRC-8 with the polynomial x^8 + x^2 + x + 1 over the 24 bits; not zero for frame 0. */
function checksum(frame: number): number {
  let crc = 0xff;
  for (const shift of [16, 8, 0]) {
    crc ^= (frame >>> shift) & 0xff;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}
