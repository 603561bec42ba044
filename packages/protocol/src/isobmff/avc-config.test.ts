import { describe, expect, it } from 'vitest';
import { writeAvcConfig } from './avc-config.ts';
import { codecString } from './index.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('hex');

/** By x264. */
const baseline = '6742c01eda0280bfe5c044000003000400000300f03c58ba80';
const high = '67640028acd940780227e5c044000003000400000300f03c60c658';
const high444 = '67f40028919b280f0044fc4e022000000300200000078c04003d08000f425261803c60c658';
const pps = '68ce3c80';

describe('writeAvcConfig', () => {
  it('tells profile, level, lengths of four bytes and the parameter sets', () => {
    const record = writeAvcConfig(bytesOf(baseline), [bytesOf(pps), bytesOf(pps)]);
    expect(hexOf(record)).toBe(`0142c01effe10019${baseline}020004${pps}0004${pps}`);
  });

  it.each([
    [high, 'fdf8f800'],
    [high444, 'fff8f800'],
  ])('tells chroma and depth where the profile has them: %s', (sps, tail) => {
    expect(hexOf(writeAvcConfig(bytesOf(sps), [bytesOf(pps)]))).toMatch(new RegExp(`${tail}$`));
  });

  it('gives the codec its name', () => {
    const avcC = writeAvcConfig(bytesOf(high), [bytesOf(pps)]);
    if (avcC === null) throw new Error('The parameter set should be readable.');
    expect(codecString({ codec: 'avc1', avcC, width: 1920, height: 1080 })).toBe('avc1.640028');
  });

  it('refuses a parameter set that it cannot read', () => {
    expect(writeAvcConfig(bytesOf('6742'), [])).toBeNull();
  });
});
