import { nalTypes } from '@tallylight/protocol/video';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupAccessUnits, splitAnnexB } from './annex-b.ts';

/** NAL units hold no start code and end in no zero (H.264 section 7.4.1). */
const nal = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => Buffer.from([...bytes.map((byte) => (byte < 4 ? byte + 4 : byte)), 0x80]));

describe('splitAnnexB', () => {
  it('gives back NAL units joined with start codes of either length', () => {
    const joined = fc.array(fc.record({ nal, long: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(joined, (units) => {
        const stream = Buffer.concat(
          units.flatMap(({ nal: unit, long }) => [
            long ? Buffer.of(0, 0, 0, 1) : Buffer.of(0, 0, 1),
            unit,
          ]),
        );
        expect(splitAnnexB(stream)).toEqual(units.map((unit) => unit.nal));
      }),
    );
  });

  it('leaves trailing zeros out and knows no NAL unit without a start code', () => {
    expect(splitAnnexB(Buffer.of(0, 0, 1, 0x67, 0, 0, 0, 0, 0, 1, 0x68))).toEqual([
      Buffer.of(0x67),
      Buffer.of(0x68),
    ]);
    expect(splitAnnexB(Buffer.of(1, 2, 3))).toEqual([]);
  });
});

describe('groupAccessUnits', () => {
  const sps = Buffer.of(0x60 | nalTypes.sps);
  const pps = Buffer.of(0x60 | nalTypes.pps);
  const idr = Buffer.of(0x60 | nalTypes.idr, 0x80);
  const slice = Buffer.of(0x40 | nalTypes.slice, 0x80);
  /** first_mb_in_slice is not 0: the same picture goes on. */
  const nextSlice = Buffer.of(0x40 | nalTypes.slice, 0x40);

  it('puts parameter sets before their picture and keeps the slices of one together', () => {
    const units = groupAccessUnits([sps, pps, idr, slice, nextSlice, slice]);
    expect(units).toEqual([
      { nals: [sps, pps, idr], key: true },
      { nals: [slice, nextSlice], key: false },
      { nals: [slice], key: false },
    ]);
  });

  it('drops access unit delimiters and parameter sets without a picture', () => {
    const delimiter = Buffer.of(nalTypes.delimiter, 0xf0);
    expect(groupAccessUnits([delimiter, slice, delimiter, sps])).toEqual([
      { nals: [slice], key: false },
    ]);
  });
});
