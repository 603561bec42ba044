import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NalPiece, walkNals } from './h264-payload.ts';
import { readSliceHeader } from './slice-header.ts';

function walk(...payload: number[]): NalPiece[] {
  const found: NalPiece[] = [];
  walkNals(Uint8Array.from(payload), (nal) => void found.push(nal));
  return found;
}

describe('walkNals', () => {
  it('gives a single NAL unit', () => {
    expect(walk(0x41, 0x9a, 1)).toEqual([
      { type: 1, refIdc: 2, begins: true, bytes: Uint8Array.of(0x41, 0x9a, 1) },
    ]);
  });

  it('gives each unit of an aggregate, up to one that is cut off', () => {
    expect(walk(0x78, 0, 2, 0x67, 1, 0, 1, 0x68, 0, 9, 0x65, 1)).toEqual([
      { type: 7, refIdc: 3, begins: true, bytes: Uint8Array.of(0x67, 1) },
      { type: 8, refIdc: 3, begins: true, bytes: Uint8Array.of(0x68) },
    ]);
  });

  it('tells the first fragment from those after it', () => {
    expect(walk(0x7c, 0x85, 0x88)).toEqual([
      { type: 5, refIdc: 3, begins: true, bytes: Uint8Array.of(0x85, 0x88) },
    ]);
    expect(walk(0x7c, 0x05, 0x88)).toMatchObject([{ type: 5, begins: false }]);
  });

  it('gives nothing of damaged and interleaved payloads', () => {
    expect(walk()).toEqual([]);
    expect(walk(0x7c)).toEqual([]);
    expect(walk(0xc1, 0x9a)).toEqual([]);
    for (const type of [0, 25, 26, 27, 29, 30, 31]) expect(walk(0x60 | type, 0, 1, 2)).toEqual([]);
  });

  it('never throws, and its views stay within the payload', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom(0x78, 0x7c, 0x41),
        (tail, first) => {
          for (const nal of walk(first, ...tail)) {
            expect(nal.bytes.length).toBeLessThanOrEqual(tail.length + 1);
            readSliceHeader(nal);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('readSliceHeader', () => {
  const read = (...bytes: number[]) => {
    const [nal] = walk(...bytes);
    return nal === undefined ? undefined : readSliceHeader(nal);
  };

  it.each([
    // first_mb_in_slice 1 bit for 0, then slice_type.
    [[0x41, 0b1_1_000000], { firstBlock: 0, kind: 'p' }],
    [[0x01, 0b1_010_0000], { firstBlock: 0, kind: 'b' }],
    [[0x01, 0b1_00111_00], { firstBlock: 0, kind: 'b' }],
    [[0x65, 0b1_0001000], { firstBlock: 0, kind: 'i' }],
    [[0x41, 0b00110_1_00], { firstBlock: 5, kind: 'p' }],
    // The first fragment of a B slice.
    [[0x1c, 0x81, 0b1_010_0000], { firstBlock: 0, kind: 'b' }],
  ])('reads %j', (bytes, header) => {
    expect(read(...bytes)).toEqual(header);
  });

  it('reads nothing from other units, further fragments, unknown kinds and cut headers', () => {
    expect(read(0x67, 0b1_1_000000)).toBeNull();
    expect(read(0x1c, 0x01, 0b1_010_0000)).toBeNull();
    expect(read(0x41, 0b1_0001011)).toBeNull();
    expect(read(0x41)).toBeNull();
  });
});
