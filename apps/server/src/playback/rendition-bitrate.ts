import type { Rendition } from '../packager/store/listing.ts';

/** A peak that was measured may be passed by this share later on; what players are told must not be. */
const headroom = 1.1;

/** What to expect before anything was measured: bits of a second of sound, and of a pixel of picture. */
const soundBitsPerS = 160_000;
const bitsPerPixel = 4;
const leastPictureBitsPerS = 300_000;

/** The bit rate of a rendition's largest segment, in bit/s, as players are told. */
export function announcedBitsPerS({ kind, peakBitsPerS, width, height }: Rendition): number {
  if (peakBitsPerS > 0) return Math.ceil(peakBitsPerS * headroom);
  if (kind === 'audio') return soundBitsPerS;
  return Math.max(leastPictureBitsPerS, (width ?? 0) * (height ?? 0) * bitsPerPixel);
}
