import { readTimeCode, standardRecipe } from '@tallylight/synthetic';
import { complaintsOver, firstPicture, samplesOf } from './decoder.ts';
import { pipBeginMs } from './pip.ts';
import { type RecordedRendition, type RecordedSegment, readMedia } from './recording.ts';

/** What was found in one rendition of a recording. */
export type RenditionFindings = {
  readonly id: string;
  readonly durationS: number;
  readonly gaps: number;
  readonly discontinuities: number;
  /** Lines of FFmpeg's, decoding all of it. */
  readonly complaints: readonly string[];
  /**
   * At several points, by how much what is shown or heard lies behind the clip's begin, in ms within a second; null
   * where no time code or pip was found.
   */
  readonly placesMs: readonly (number | null)[];
};

/** How many points are looked at. */
const points = 8;
/** The clip has a pip each second: a place is known but for whole seconds. */
const secondMs = 1000;

export async function checkRendition(rendition: RecordedRendition): Promise<RenditionFindings> {
  const media = rendition.segments.filter(({ isGap }) => !isGap);
  const placesMs: (number | null)[] = [];
  for (let point = 0; point < points; point += 1) {
    const index = Math.floor((point / points) * (media.length - 1));
    const [segment, next] = media.slice(index, index + 2);
    if (segment === undefined) continue;
    const place =
      rendition.id === 'audio'
        ? await placeOfSound(segment, next?.map === segment.map ? next : undefined)
        : await placeOfPicture(segment);
    placesMs.push(place === null ? null : modulo(place, secondMs));
  }
  return {
    id: rendition.id,
    durationS: media.reduce((sum, { durationS }) => sum + durationS, 0),
    gaps: rendition.segments.length - media.length,
    discontinuities: rendition.discontinuities,
    complaints: await complaintsOver(rendition.url),
    placesMs,
  };
}

/** From one place to another the short way round, in ms. */
export function between(a: number, b: number): number {
  return modulo(a - b + secondMs / 2, secondMs) - secondMs / 2;
}

async function placeOfPicture(segment: RecordedSegment): Promise<number | null> {
  const { samples, width, height } = await firstPicture(await readMedia(segment));
  const frame = readTimeCode({ samples, width, height });
  return frame === undefined ? null : segment.startMs - (frame * 1000) / standardRecipe.frameRate;
}

async function placeOfSound(
  segment: RecordedSegment,
  next: RecordedSegment | undefined,
): Promise<number | null> {
  const both = next === undefined ? [segment] : [segment, next];
  const begin = pipBeginMs(await samplesOf(await readMedia(...both)));
  return begin === null ? null : segment.startMs + begin;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
