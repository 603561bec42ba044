import { expect, test } from 'vitest';
import { frameSize, readLimit } from './frame-size.ts';

test.each<[number | null, number | null, number, number]>([
  [null, null, 640, 360],
  [560, null, 560, 315],
  [null, 315, 560, 315],
  [800, 200, 355, 200],
  [200, 800, 200, 113],
  [1, 1, 1, 1],
  [100_000, null, 1920, 1080],
])('within %s x %s: %i x %i', (maxWidth, maxHeight, width, height) => {
  expect(frameSize(maxWidth, maxHeight)).toEqual({ width, height });
});

test.each([
  ['560', 560],
  ['0', null],
  ['-5', null],
  ['5.5', null],
  ['wide', null],
  ['', null],
  ['99999999999', null],
  [null, null],
])('a limit of %j is %s', (text, limit) => {
  expect(readLimit(text)).toBe(limit);
});
