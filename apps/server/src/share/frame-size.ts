import type { PictureSize } from '@tallylight/protocol';

/** What a frame measures where the asking site names no limit, in pixels. */
const usual = { width: 640, height: 360 } as const;
/** However much room there is. */
const widest = 1920;

/** The largest 16:9 that fits, in whole pixels; limits of null don't limit. */
export function frameSize(maxWidth: number | null, maxHeight: number | null): PictureSize {
  if (maxWidth === null && maxHeight === null) return usual;
  const widthByHeight = maxHeight === null ? widest : Math.floor((maxHeight * 16) / 9);
  const width = Math.max(1, Math.min(widest, maxWidth ?? widest, widthByHeight));
  const height = Math.max(1, Math.round((width * 9) / 16));
  return { width, height: maxHeight === null ? height : Math.min(height, maxHeight) };
}

/** Reads a limit in pixels; null where there is none, or it is no positive number. */
export function readLimit(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}
