export type PictureSize = { readonly width: number; readonly height: number };

/** What a picture of so many pixels deserves, lowest first; between two rows it is interpolated. */
const ladder = [
  { pixels: 320 * 180, bitsPerS: 150_000 },
  { pixels: 640 * 360, bitsPerS: 600_000 },
  { pixels: 1280 * 720, bitsPerS: 2_000_000 },
  { pixels: 1920 * 1080, bitsPerS: 4_000_000 },
] as const;

const framesPerS = 30;
/** A layer below this many lines tells nobody anything. */
const leastLines = 180;
const mostLayers = 3;

/**
 * The simulcast layers for a picture, lowest resolution first, each half as wide and high as the next:
 * 1280x720 gives three, 640x360 gives two.
 */
export function encodingsFor(picture: PictureSize): RTCRtpEncodingParameters[] {
  const lines = Math.min(picture.width, picture.height);
  const count = Math.min(mostLayers, Math.max(1, Math.floor(Math.log2(lines / leastLines)) + 1));
  return Array.from({ length: count }, (_, index) => {
    const scale = 2 ** (count - 1 - index);
    return {
      rid: String(index),
      scaleResolutionDownBy: scale,
      maxBitrate: bitsPerSFor((picture.width * picture.height) / scale ** 2),
      maxFramerate: framesPerS,
    };
  });
}

/** Between two rows of the ladder on a logarithmic scale, to whole steps of 10 kbit/s. */
function bitsPerSFor(pixels: number): number {
  const above = ladder.findIndex((row) => row.pixels >= pixels);
  const upper = ladder[above === -1 ? ladder.length - 1 : above];
  const lower = ladder[above === -1 ? ladder.length - 1 : Math.max(0, above - 1)];
  if (!upper || !lower || upper === lower) return upper?.bitsPerS ?? ladder[0].bitsPerS;
  const part = Math.log(pixels / lower.pixels) / Math.log(upper.pixels / lower.pixels);
  const bitsPerS = lower.bitsPerS * (upper.bitsPerS / lower.bitsPerS) ** part;
  return Math.round(bitsPerS / 10_000) * 10_000;
}
