import { limits } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { shownStart } from './shown-start.ts';

const startsAtMs = 1_000_000;
const missed = startsAtMs + limits.missedStartMs;
const aired = (startedAtMs: number | null, endedAtMs: number | null) => ({
  startedAtMs,
  endedAtMs,
});

test.each([
  ['nothing was said', { startsAtMs: null, broadcast: null, nowMs: 0 }, null],
  ['it is to come', { startsAtMs, broadcast: null, nowMs: 0 }, startsAtMs],
  ['the owner is late', { startsAtMs, broadcast: null, nowMs: missed }, startsAtMs],
  ['the owner never came', { startsAtMs, broadcast: null, nowMs: missed + 1 }, null],
  ['a publisher connects', { startsAtMs, broadcast: aired(null, null), nowMs: 0 }, startsAtMs],
  [
    'it is on air before its time',
    { startsAtMs, broadcast: aired(startsAtMs - 9, null), nowMs: startsAtMs - 1 },
    startsAtMs,
  ],
  [
    'it is on air at its time',
    { startsAtMs, broadcast: aired(startsAtMs - 9, null), nowMs: startsAtMs },
    null,
  ],
  [
    'a rehearsal is over',
    { startsAtMs, broadcast: aired(1, startsAtMs - 1), nowMs: startsAtMs },
    startsAtMs,
  ],
  [
    'it was on air at its time',
    { startsAtMs, broadcast: aired(startsAtMs + 5, startsAtMs + 9), nowMs: missed },
    null,
  ],
])('when %s', (_when, options, shown) => {
  expect(shownStart(options)).toBe(shown);
});
