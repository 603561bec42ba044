import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSps } from './sps.ts';

/** By x264. */
const recorded = {
  constrainedBaseline: '6742c01eda0280bfe5c044000003000400000300f03c58ba80',
  // 1080 rows are no multiple of 16.
  high: '67640028acd940780227e5c044000003000400000300f03c60c658',
  main: '674d400dda05467889b0110000030001000003003c0f142aa0',
  // Scaling matrices, a buffer model, and usability information of every kind.
  scaled: '6764001facd9405005bbff000900086a02040480000003008000001e301000f420003d09498600f1831960',
  // Every plane of colour at full size.
  high444: '67f40028919b280f0044fc4e022000000300200000078c04003d08000f425261803c60c658',
  reordering: '674d400de880a8cf11360220000003002000000781e2852240',
  interlaced: '67640015acd940b4cfc98088000003000800000301e0f8a14cb0',
};

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('readSps', () => {
  it.each([
    [recorded.constrainedBaseline, '42c01e', 640, 360, true, 2, 0],
    [recorded.high, '640028', 1920, 1080, true, 0, 2],
    [recorded.scaled, '64001f', 1280, 720, true, 0, 2],
    [recorded.high444, 'f40028', 1920, 1080, true, 0, 2],
    [recorded.main, '4d400d', 322, 182, true, 2, 0],
    [recorded.reordering, '4d400d', 322, 182, true, 0, 1],
    [recorded.interlaced, '640015', 720, 180, false, 0, 2],
  ])('reads %s', (hex, profileLevelId, width, height, framesOnly, order, reorder) => {
    expect(readSps(bytesOf(hex))).toMatchObject({
      profileLevelId,
      width,
      height,
      framesOnly,
      pictureOrderType: order,
      maxReorderFrames: reorder,
    });
  });

  it('refuses one that is cut off before its size', () => {
    const whole = bytesOf(recorded.high);
    for (let size = 0; size < 9; size++) expect(readSps(whole.subarray(0, size))).toBeNull();
  });

  it('reads the size of one that is cut off in what is optional', () => {
    const cut = readSps(bytesOf(recorded.high).subarray(0, 16));
    expect(cut).toMatchObject({ width: 1920, height: 1080, maxReorderFrames: null });
  });

  it('never throws and never tells a size that cannot be', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.constantFrom(66, 77, 100, 244),
        (tail, idc) => {
          const sps = readSps(Uint8Array.of(0x67, idc, 0, 31, ...tail));
          if (sps === null) return;
          expect(sps.width).toBeGreaterThan(0);
          expect(sps.height).toBeGreaterThan(0);
          expect(Math.max(sps.width, sps.height)).toBeLessThanOrEqual(16_384);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
