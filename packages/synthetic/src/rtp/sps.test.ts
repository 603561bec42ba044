import { describe, expect, it } from 'vitest';
import { readPictureSize } from './sps.ts';

describe('readPictureSize', () => {
  it.each([
    // By x264: Constrained Baseline; High, cropped as 1080 is no multiple of 16; Main, cropped to
    // an odd size; High in fields.
    ['6742c01eda0280bfe5c044000003000400000300f03c58ba80', 640, 360],
    ['67640028acd940780227e5c044000003000400000300f03c60c658', 1920, 1080],
    ['674d400dda05467889b0110000030001000003003c0f142aa0', 322, 182],
    ['67640015acd940b4cfc98088000003000800000301e0f8a14cb0', 720, 180],
  ])('reads %s as %i x %i', (hex, width, height) => {
    expect(readPictureSize(Buffer.from(hex, 'hex'))).toEqual({ width, height });
  });
});
