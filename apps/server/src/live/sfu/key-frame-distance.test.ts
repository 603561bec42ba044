import { expect, test } from 'vitest';
import { KeyFrameDistance } from './key-frame-distance.ts';

test('an encoder that ignores requests is found by its next key frame', () => {
  const distance = new KeyFrameDistance();
  expect(distance.see(0)).toBeNull();
  distance.ask(1_500);
  distance.ask(2_500);
  expect(distance.see(10_000)).toEqual({ distanceMs: 10_000, tooLong: true });
});

test('one that listens may leave them as far apart as it likes', () => {
  const distance = new KeyFrameDistance();
  distance.see(0);
  distance.ask(60_000);
  expect(distance.see(60_080)).toEqual({ distanceMs: 60_080, tooLong: false });
});

test('one that ignores requests but sends them often does no harm', () => {
  const distance = new KeyFrameDistance();
  distance.see(0);
  distance.ask(100);
  expect(distance.see(1_000)).toEqual({ distanceMs: 1_000, tooLong: false });
});

test('without a request nothing is wrong', () => {
  const distance = new KeyFrameDistance();
  distance.see(0);
  expect(distance.see(30_000)?.tooLong).toBe(false);
});

test('a first key frame that was missed does not hide the wait for the second', () => {
  const distance = new KeyFrameDistance();
  distance.ask(1_500);
  expect(distance.see(10_000)).toEqual({ distanceMs: 8_500, tooLong: true });
});
