import { expect } from 'vitest';
import { sizeOf, type WatchedRun } from './http-viewer.ts';
import { decodePictures, decodePips } from './watched-media.ts';

/** Frames a second of the clip. */
const clipRate = 30;

/** When the full seconds of the clip begin in a rendition's pictures, in seconds on the broadcast's timeline. */
export async function pictureSeconds(run: WatchedRun): Promise<number[]> {
  const { codes, complaints } = await decodePictures(run.bytes, sizeOf(run));
  expect(complaints).toBe('');
  expect(codes).toHaveLength(run.times.length);
  return codes.flatMap((code, index) =>
    code !== undefined && code % clipRate === 0 ? [run.times[index] ?? 0] : [],
  );
}

/** The same in its sound. */
export async function soundSeconds(run: WatchedRun): Promise<number[]> {
  const { pips, complaints } = await decodePips(run.bytes);
  expect(complaints).toBe('');
  const [startS = 0] = run.times;
  return pips.map((at) => startS + at);
}

/** How far sound and pictures lie apart at each second that both have, in ms. */
export function apartMs(pictures: readonly number[], sound: readonly number[]): number[] {
  return pictures.flatMap((at) => {
    const [nearest] = sound.toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at));
    // At the ends one of them may be missing.
    return nearest === undefined || Math.abs(nearest - at) > 0.4 ? [] : [(nearest - at) * 1000];
  });
}
