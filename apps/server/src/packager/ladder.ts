import type { VideoSampleEntry } from '@tallylight/protocol/isobmff';

/** A layer as the ladder looks at it. */
export type LayerFormat = {
  /** Its index in the source's layers. */
  readonly layer: number;
  /** Names this layer in this format, whatever layers and formats come later. */
  readonly origin: string;
  readonly format: VideoSampleEntry;
  /** Whether its own frames can be cut into segments: H.264 with a key frame whenever one is asked for. */
  readonly isCopyable: boolean;
};

/** A rung that FFmpeg makes. */
export type TranscodedRung = {
  /** `480p` … */
  readonly id: string;
  /** In pixels, both even. */
  readonly width: number;
  readonly height: number;
  readonly bitsPerS: number;
};

type CopiedRung = Omit<LayerFormat, 'isCopyable'> & { readonly id: string };

/** What a broadcast's pictures are made of, highest first. */
export type Ladder = {
  readonly copied: readonly CopiedRung[];
  readonly transcoded: readonly TranscodedRung[];
  /** The layer that FFmpeg decodes and everything is cut by: the best one; null without video. */
  readonly best: LayerFormat | null;
  /** Rungs that there is no room for. */
  readonly shedHeights: readonly number[];
};

/** Rungs by height in pixels, highest first, with what is spent on each, in bit/s. */
const bitrates = new Map([
  [1080, 4_500_000],
  [720, 2_500_000],
  [480, 1_200_000],
  [360, 700_000],
  [240, 350_000],
  [144, 160_000],
]);

/** The rungs that can be chosen, highest first. */
export const rungHeights: readonly number[] = [...bitrates.keys()];

/** How much a layer may differ in height from the rung whose place it takes: a 540p layer serves as 480p. */
const fitRatio = 1.3;

/** A rung this close below the best layer would show nothing new for its cost. */
const worthwhileRatio = 0.9;

/**
 * Decides which layers are copied and which rungs are made from the best one. Where a picture stands upright, its
 * width counts for its height. Nothing is ever made larger than it came.
 *
 * @param layers those that flow
 * @param options.heights the rungs that are wanted
 * @param options.shed how many of those that FFmpeg would make are left out, from the highest; one is made all the
 * same where nothing can be copied
 */
export function planLadder(
  layers: readonly LayerFormat[],
  options: { readonly heights: readonly number[]; readonly shed: number },
): Ladder {
  const sorted = layers.toSorted((a, b) => shortSide(b.format) - shortSide(a.format));
  const best = sorted[0];
  if (best === undefined) return { copied: [], transcoded: [], best: null, shedHeights: [] };
  const heights = options.heights.toSorted((a, b) => b - a);
  const free = new Set(heights);
  const copied = sorted
    .filter(({ isCopyable }) => isCopyable)
    .flatMap((one) => {
      const rung = nearest(shortSide(one.format), free);
      if (rung === null) return [];
      free.delete(rung);
      return [copiedRung(one, rung)];
    });
  const made = madeHeights(best, [...free]);
  const [lowest] = heights.toReversed();
  if (best.isCopyable && copied.length + made.length === 0 && lowest !== undefined) {
    // It lies below all rungs: better as it is, under the name of the lowest one, than not at all.
    copied.push(copiedRung(best, lowest));
  }
  const least = copied.length === 0 ? 1 : 0;
  const shed = Math.max(0, Math.min(options.shed, made.length - least));
  return {
    copied,
    transcoded: made.slice(shed).map((height) => transcodedRung(best.format, height)),
    best,
    shedHeights: made.slice(0, shed),
  };
}

function copiedRung({ layer, origin, format }: LayerFormat, rung: number): CopiedRung {
  return { id: `${rung}p`, layer, origin, format };
}

function madeHeights({ format, isCopyable }: LayerFormat, free: readonly number[]): number[] {
  const source = shortSide(format);
  const below = free.filter((height) => height < source * worthwhileRatio);
  if (isCopyable) return below;
  // What can't be copied is made anew in its own size, under the name of the rung that it fits.
  const own = nearest(source, new Set(free));
  if (own !== null && !below.includes(own)) return [own, ...below];
  return below.length > 0 ? below : free.slice(-1);
}

function nearest(height: number, rungs: ReadonlySet<number>): number | null {
  const distance = (rung: number): number => Math.abs(Math.log(height / rung));
  const [closest] = [...rungs].toSorted((a, b) => distance(a) - distance(b));
  return closest !== undefined && distance(closest) <= Math.log(fitRatio) ? closest : null;
}

function transcodedRung(source: VideoSampleEntry, rung: number): TranscodedRung {
  const scale = Math.min(1, rung / shortSide(source));
  return {
    id: `${rung}p`,
    width: even(source.width * scale),
    height: even(source.height * scale),
    bitsPerS: bitrates.get(rung) ?? 1_000_000,
  };
}

/** 4:2:0 has no odd sizes. */
function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}

function shortSide({ width, height }: VideoSampleEntry): number {
  return Math.min(width, height);
}
