import { expect, test } from 'vitest';
import { encodingsFor } from './encodings.ts';

test('1280x720 goes out in three layers, lowest first', () => {
  expect(encodingsFor({ width: 1280, height: 720 })).toEqual([
    { rid: '0', scaleResolutionDownBy: 4, maxBitrate: 150_000, maxFramerate: 30 },
    { rid: '1', scaleResolutionDownBy: 2, maxBitrate: 600_000, maxFramerate: 30 },
    { rid: '2', scaleResolutionDownBy: 1, maxBitrate: 2_000_000, maxFramerate: 30 },
  ]);
});

test('640x360 goes out in two', () => {
  expect(encodingsFor({ width: 640, height: 360 })).toEqual([
    { rid: '0', scaleResolutionDownBy: 2, maxBitrate: 150_000, maxFramerate: 30 },
    { rid: '1', scaleResolutionDownBy: 1, maxBitrate: 600_000, maxFramerate: 30 },
  ]);
});

test('a small picture goes out in one', () => {
  expect(encodingsFor({ width: 320, height: 240 })).toMatchObject([
    { rid: '0', scaleResolutionDownBy: 1 },
  ]);
  expect(encodingsFor({ width: 160, height: 120 })).toHaveLength(1);
});

test('a phone held upright gets as many layers as one held wide', () => {
  expect(encodingsFor({ width: 720, height: 1280 })).toEqual(
    encodingsFor({ width: 1280, height: 720 }),
  );
});

test('a bitrate between two known sizes lies between theirs', () => {
  const [low, high] = encodingsFor({ width: 640, height: 480 });
  expect(low?.maxBitrate).toBe(200_000);
  expect(high?.maxBitrate).toBeGreaterThan(600_000);
  expect(high?.maxBitrate).toBeLessThan(2_000_000);
});

test('beyond the ladder the bitrate grows no more', () => {
  expect(encodingsFor({ width: 3840, height: 2160 }).at(-1)?.maxBitrate).toBe(4_000_000);
});
