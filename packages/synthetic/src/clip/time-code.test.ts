import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LumaPlane, readTimeCode, timeCodeBlocks, writeTimeCode } from './time-code.ts';

/** The row stretched over a whole picture, as FFmpeg does with its top. */
function stretch(row: Uint8Array, width: number, height: number): LumaPlane {
  const line = Uint8Array.from(
    { length: width },
    (_, x) => row[Math.floor((x * timeCodeBlocks) / width)] ?? 0,
  );
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) samples.set(line, y * width);
  return { samples, width, height };
}

describe('the time code', () => {
  it('reads what was written, in every layer size', () => {
    const sizes = fc.constantFrom([320, 180], [640, 360], [1280, 720] as const);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 24 - 1 }), sizes, (frame, [width, height]) => {
        const picture = stretch(writeTimeCode(frame), width ?? 0, height ?? 0);
        expect(readTimeCode(picture)).toBe(frame);
      }),
    );
  });

  it('reads nothing where one block is wrong', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 24 - 1), fc.nat(timeCodeBlocks - 1), (frame, block) => {
        const row = writeTimeCode(frame);
        row[block] = 251 - (row[block] ?? 0);
        expect(readTimeCode(stretch(row, 320, 180))).toBeUndefined();
      }),
    );
  });

  it('reads nothing from a plain picture', () => {
    for (const grey of [0, 255]) {
      const row = new Uint8Array(timeCodeBlocks).fill(grey);
      expect(readTimeCode(stretch(row, 320, 180))).toBeUndefined();
    }
  });
});
