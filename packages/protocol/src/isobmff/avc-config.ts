import { readSps } from '../video/sps.ts';
import { u16 } from './big-endian.ts';

/** Profiles whose record tells chroma format and bit depth (ISO/IEC 14496-15, section 5.3.3.1.2). */
const profilesWithChroma: ReadonlySet<number> = new Set([100, 110, 122, 144, 244]);

/**
 * Writes the AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1) of a stream whose NAL
 * units stand behind lengths of four bytes.
 *
 * @param sps the whole NAL unit, with its header and its emulation prevention bytes
 * @param pps likewise
 * @returns null where the parameter set can't be read
 */
export function writeAvcConfig(sps: Uint8Array, pps: readonly Uint8Array[]): Uint8Array | null {
  const told = readSps(sps);
  if (told === null) return null;
  const lists = [
    ...[1, told.profileIdc, told.constraintFlags, told.levelIdc, 0xff],
    ...[0xe1, ...u16(sps.length), ...sps],
    ...[pps.length, ...pps.flatMap((set) => [...u16(set.length), ...set])],
  ];
  if (profilesWithChroma.has(told.profileIdc)) {
    const depths = [0xf8 | (told.bitDepthLuma - 8), 0xf8 | (told.bitDepthChroma - 8)];
    lists.push(0xfc | told.chromaFormat, ...depths, 0);
  }
  return Uint8Array.from(lists);
}
