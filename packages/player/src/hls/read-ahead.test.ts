import type { LevelDetails } from 'hls.js';
import { expect, test } from 'vitest';
import { partsFrom } from './read-ahead.ts';

/** Segments of 2 s with an init segment, the last two of them in parts of 1 s; the very last has one so far. */
function playlist(): Pick<LevelDetails, 'fragments' | 'fragmentHint' | 'partList'> {
  const segment = (sn: number) => ({ sn, start: sn * 2, initSegment: { url: 'init.mp4' } });
  const part = (sn: number, index: number) => ({ fragment: { sn }, url: `${sn}.${index}.m4s` });
  return {
    fragments: [segment(0), segment(1), segment(2)],
    fragmentHint: segment(3),
    partList: [part(2, 0), part(2, 1), part(3, 0)],
  } as unknown as LevelDetails;
}

test('a place in the segment that is being made needs that one alone', () => {
  expect(partsFrom(playlist(), 6.5)).toEqual(['init.mp4', '3.0.m4s']);
});

test('a place in the one before it needs that from its key frame on, and what follows', () => {
  expect(partsFrom(playlist(), 5.9)).toEqual(['init.mp4', '2.0.m4s', '2.1.m4s', '3.0.m4s']);
});

test('a place in a segment that is listed whole, one before all, and a playlist without parts need none', () => {
  expect(partsFrom(playlist(), 3)).toEqual([]);
  expect(partsFrom(playlist(), -1)).toEqual([]);
  expect(partsFrom({ ...playlist(), partList: null }, 5)).toEqual([]);
});
