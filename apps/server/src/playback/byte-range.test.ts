import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRange } from './byte-range.ts';

test.each([
  [undefined, null],
  ['bytes=0-9', { first: 0, last: 9 }],
  ['bytes=10-', { first: 10, last: 99 }],
  ['bytes=90-1000', { first: 90, last: 99 }],
  ['bytes=-10', { first: 90, last: 99 }],
  ['bytes=-1000', { first: 0, last: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=9-0', null],
  ['bytes=0-1,4-5', null],
  ['bytes=a-b', null],
  ['bytes=-', null],
  ['lines=0-9', null],
  [`bytes=${'9'.repeat(40)}-`, null],
])('of 100 bytes, %s', (header, range) => {
  expect(readRange(header, 100)).toEqual(range);
});

test('whatever is asked for, a range lies within what there is', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(2000), fc.nat(2000), (size, from, to) => {
      for (const header of [`bytes=${from}-${to}`, `bytes=${from}-`, `bytes=-${to}`]) {
        const range = readRange(header, size);
        if (range === null || range === 'unsatisfiable') continue;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.last).toBeGreaterThanOrEqual(range.first);
        expect(range.last).toBeLessThan(size);
      }
    }),
  );
});
