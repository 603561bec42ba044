import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ivfFrames } from './testing/recordings.ts';
import { readVp8Payload } from './vp8-payload.ts';

const file = new URL('../../fixtures/video/vp8-320x180.ivf', import.meta.url);
const [keyFrame = new Uint8Array(0), interFrame = new Uint8Array(0)] = ivfFrames(
  readFileSync(file),
);

describe('readVp8Payload', () => {
  it.each([
    ['no optional field', [0x10]],
    ['a short picture id', [0x90, 0x80, 5]],
    ['a long picture id', [0x90, 0x80, 0x85, 1]],
    ['all fields', [0x90, 0xf0, 0x85, 1, 2, 3]],
  ])('reads a key frame behind a descriptor with %s', (_, descriptor) => {
    expect(readVp8Payload(Uint8Array.of(...descriptor, ...keyFrame))).toEqual({
      startsFrame: true,
      keyFrame: true,
      width: 320,
      height: 180,
    });
  });

  it('tells other frames and further packets from key frames', () => {
    const other = { keyFrame: false, width: null, height: null };
    expect(readVp8Payload(Uint8Array.of(0x10, ...interFrame))).toEqual({
      startsFrame: true,
      ...other,
    });
    for (const descriptor of [0x00, 0x11]) {
      const further = readVp8Payload(Uint8Array.of(descriptor, ...keyFrame));
      expect(further).toEqual({ startsFrame: false, ...other });
    }
  });

  it('refuses what is cut off, or has no start code', () => {
    const whole = Uint8Array.of(0x10, ...keyFrame);
    for (let size = 0; size < 11; size++)
      expect(readVp8Payload(whole.subarray(0, size))).toBeNull();
    expect(readVp8Payload(whole.with(4, 0))).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => void readVp8Payload(bytes)),
      {
        numRuns: 2000,
      },
    );
  });
});
