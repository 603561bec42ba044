import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readIvf } from './ivf.ts';

const file = readFileSync(
  new URL('../../../protocol/fixtures/video/vp8-320x180.ivf', import.meta.url),
);

describe('readIvf', () => {
  it('gives each frame, the first a key frame', () => {
    const frames = readIvf(file);
    expect(frames.map((frame) => (frame[0] ?? 0) & 1)).toEqual([0, 1, 1, 1, 1, 1]);
    const bytes = frames.reduce((sum, { length }) => sum + 12 + length, 32);
    expect(bytes).toBe(file.length);
  });

  it('refuses another file', () => {
    expect(() => readIvf(Buffer.alloc(64))).toThrow('no IVF file');
  });
});
