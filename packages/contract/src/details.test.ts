import { expect, test } from 'vitest';
import { channelDetailsSchema } from './details.ts';

const read = (title: unknown, startsAtMs: unknown = null) =>
  channelDetailsSchema.safeParse({ title, startsAtMs });

test.each([
  ['Friday night', 'Friday night'],
  ['  trimmed \t', 'trimmed'],
  ['', ''],
  [null, null],
  ['Café – 東京 🎥 عربي', 'Café – 東京 🎥 عربي'],
  ['x'.repeat(100), 'x'.repeat(100)],
])('the title %j is %j', (given, title) => {
  expect(read(given).data?.title).toBe(title);
});

test.each([
  ['two lines', 'one\ntwo'],
  ['a bell', 'ding\u0007'],
  ['NUL', 'a\u0000b'],
  ['a C1 control', 'a\u0085b'],
  ['an override', 'safe\u202egnp.exe'],
  ['an isolate', 'a\u2066b'],
  ['a line separator', 'a\u2028b'],
  ['half a character', 'a\ud83d'],
  ['too much', 'x'.repeat(101)],
  ['a number', 7],
  ['nothing', undefined],
])('a title with %s is refused', (_what, title) => {
  expect(read(title).success).toBe(false);
});

test.each([-1, 0.5, Number.NaN, 8.65e15, '2026-11-21', undefined])('%j is no start', (start) => {
  expect(channelDetailsSchema.safeParse({ title: null, startsAtMs: start }).success).toBe(false);
});

test('a start is ms since 1970, or null', () => {
  expect(read(null, 1_800_000_000_000).data?.startsAtMs).toBe(1_800_000_000_000);
  expect(read(null, null).data?.startsAtMs).toBeNull();
});
