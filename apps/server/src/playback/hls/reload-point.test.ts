import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeReload } from './reload-point.ts';

/** Three parts of segment 7 are there. */
const open = { track: '720p', msn: 7, isComplete: false, parts: 3 };
/** Segment 7 is there with its six parts, and nothing of the next. */
const complete = { track: '720p', msn: 7, isComplete: true, parts: 6 };

test.each([
  ['L11', 'nothing', null, null, open, 'ready'],
  ['L11', 'an old segment', 6, null, open, 'ready'],
  ['L11', 'the open segment', 7, null, open, 'wait'],
  ['L11', 'the last segment', 7, null, complete, 'ready'],
  ['L11', 'a part that is there', 7, 2, open, 'ready'],
  ['L11', 'the next part', 7, 3, open, 'wait'],
  ['L11', 'the first part of the next segment', 8, 0, complete, 'wait'],
  ['L11', 'a part behind the last of a segment', 7, 6, complete, 'wait'],
  ['L15', 'any part of an old segment', 2, 99, open, 'ready'],
  ['L13', 'two segments on', 8, null, open, 'wait'],
  ['L13', 'three segments on', 9, null, open, 'too far ahead'],
  ['L13', 'nine parts on', 7, 11, open, 'wait'],
  ['L13', 'ten parts on', 7, 12, open, 'too far ahead'],
  ['L13', 'a part far into the next segment', 8, 9, complete, 'too far ahead'],
  ['L13', 'the first segment before there is any', 0, null, null, 'wait'],
  ['L13', 'the second segment before there is any', 2, null, null, 'too far ahead'],
] as const)('%s: %s', (_rule, _what, msn, part, edge, verdict) => {
  expect(judgeReload({ msn, part, skip: false }, edge, 1 / 3)).toBe(verdict);
});

test('L11 what is there stays there: no wait comes back once it is over', () => {
  const anyEdge = fc.record({ msn: fc.nat(9), parts: fc.integer({ min: 1, max: 6 }) });
  fc.assert(
    fc.property(fc.nat(12), fc.option(fc.nat(12)), anyEdge, (msn, part, { msn: at, parts }) => {
      const edge = { track: 'a', msn: at, parts, isComplete: false };
      const later = { ...edge, isComplete: true };
      const verdict = (one: typeof edge) => judgeReload({ msn, part, skip: false }, one, 1 / 3);
      if (verdict(edge) === 'ready') expect(verdict(later)).toBe('ready');
      if (verdict(edge) === 'wait') expect(verdict(later)).not.toBe('too far ahead');
    }),
  );
});
