import { expect, test } from 'vitest';
import { offAirWaitMs } from './pacing.ts';

test('a channel that is off air is asked more and more slowly', () => {
  const waits = [1, 2, 3, 4, 5, 6, 50].map((asked) => Math.round(offAirWaitMs(asked, 1_000, 0)));
  expect(waits).toEqual([1_000, 1_250, 1_563, 1_953, 2_441, 2_500, 2_500]);
});

test('a viewer is there within 3 s of the start, whatever chance says', () => {
  expect(offAirWaitMs(1_000, null, 0.999)).toBeLessThan(2_800);
});

test('a server that asks for more time gets it', () => {
  expect(offAirWaitMs(1, 10_000, 0)).toBe(10_000);
  expect(offAirWaitMs(1, 10_000, 0.5)).toBe(10_500);
});

test('a server that asks for none is not hammered', () => {
  expect(offAirWaitMs(1, 0, 0)).toBe(1_000);
  expect(offAirWaitMs(1, null, 0)).toBe(1_000);
});
