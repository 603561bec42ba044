import type { Track } from '../track.ts';

/** What the choice needs to know of a rendition or track. */
export type Rung = Pick<Track, 'height' | 'id' | 'kind'>;

/**
 * The track whose media a rendition shows in a period: its own where it flows, else the nearest lower rung, else
 * the nearest higher one, so that a player on the rendition sees a picture and needs no more bits than it chose
 * where that can be had. Null: nothing of its kind flows.
 */
export function standInFor(rendition: Rung, tracks: readonly Rung[]): string | null {
  if (tracks.some(({ id }) => id === rendition.id)) return rendition.id;
  const own = rendition.height ?? 0;
  const [best] = tracks
    .filter(({ kind }) => kind === rendition.kind)
    .map(({ id, height }) => ({ id, above: (height ?? 0) - own }))
    .sort((a, b) => rank(a.above) - rank(b.above) || (a.id < b.id ? -1 : 1));
  return best?.id ?? null;
}

/** Lower rungs come first, the nearest of them foremost; higher ones after every lower one. */
function rank(above: number): number {
  return above <= 0 ? -above : above + tallest;
}

/** No picture is as high, in pixels. */
const tallest = 1_000_000;
