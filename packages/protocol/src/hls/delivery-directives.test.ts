import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReadDirectives, readDirectives } from './delivery-directives.ts';

function read(query: string): ReadDirectives {
  return readDirectives(new URLSearchParams(query));
}

describe('L11 directives are read', () => {
  test.each([
    ['', { msn: null, part: null, skip: false }],
    ['token=abc', { msn: null, part: null, skip: false }],
    ['_HLS_msn=7', { msn: 7, part: null, skip: false }],
    ['_HLS_msn=7&_HLS_part=0', { msn: 7, part: 0, skip: false }],
    ['_HLS_msn=7&_HLS_part=2&_HLS_skip=YES', { msn: 7, part: 2, skip: true }],
    ['_HLS_skip=v2', { msn: null, part: null, skip: true }],
  ])('"%s"', (query, directives) => {
    expect(read(query)).toEqual({ directives });
  });
});

describe('L13 what makes no sense is told by its name', () => {
  test.each([
    ['_HLS_msn=-1', 'not-a-number', '_HLS_msn'],
    ['_HLS_msn=', 'not-a-number', '_HLS_msn'],
    ['_HLS_msn=1.5', 'not-a-number', '_HLS_msn'],
    ['_HLS_msn=1e3', 'not-a-number', '_HLS_msn'],
    ['_HLS_msn=%EF%BC%91', 'not-a-number', '_HLS_msn'],
    ['_HLS_msn=0x10', 'not-a-number', '_HLS_msn'],
    ['_HLS_msn=NaN', 'not-a-number', '_HLS_msn'],
    ['_HLS_msn=1&_HLS_part=-1', 'not-a-number', '_HLS_part'],
    [`_HLS_msn=${'9'.repeat(16)}`, 'too-long', '_HLS_msn'],
    ['_HLS_msn=1&_HLS_msn=1', 'repeated', '_HLS_msn'],
    ['_HLS_skip=YES&_HLS_skip=YES', 'repeated', '_HLS_skip'],
    ['_HLS_skip=no', 'skip-unknown', '_HLS_skip'],
  ])('%s: %s', (query, fault, name) => {
    expect(read(query)).toEqual({ fault, name });
  });
});

test('L12 a part without its segment is refused', () => {
  expect(read('_HLS_part=1')).toEqual({ fault: 'part-without-msn', name: '_HLS_part' });
});

test('whatever the query is, there are safe integers or a fault', () => {
  const pair = fc.tuple(
    fc.constantFrom('_HLS_msn', '_HLS_part', '_HLS_skip', 'x'),
    fc.oneof(fc.string(), fc.integer().map(String), fc.constant('YES')),
  );
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 5 }), (pairs) => {
      const found = readDirectives(pairs);
      if ('fault' in found) return;
      for (const value of [found.directives.msn, found.directives.part]) {
        expect(value === null || (Number.isSafeInteger(value) && value >= 0)).toBe(true);
      }
    }),
  );
});
