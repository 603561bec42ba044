import { expect, test } from 'vitest';
import { SilenceWatch } from './silence-watch.ts';

/** Reads a level ten times a second; returns the last answer. */
function listen(
  watch: SilenceWatch,
  span: { fromMs: number; toMs: number; levelDb: number },
): boolean {
  let silent = false;
  for (let nowMs = span.fromMs; nowMs <= span.toMs; nowMs += 100)
    silent = watch.hear({ levelDb: span.levelDb, nowMs });
  return silent;
}

test('tells after five seconds of nothing', () => {
  const watch = new SilenceWatch();
  expect(listen(watch, { fromMs: 0, toMs: 4_900, levelDb: -60 })).toBe(false);
  expect(watch.hear({ levelDb: -60, nowMs: 5_000 })).toBe(true);
});

test('a sound takes it back at once', () => {
  const watch = new SilenceWatch();
  listen(watch, { fromMs: 0, toMs: 6_000, levelDb: -60 });
  expect(watch.hear({ levelDb: -40, nowMs: 6_100 })).toBe(false);
  expect(listen(watch, { fromMs: 6_200, toMs: 11_000, levelDb: -60 })).toBe(false);
});

test('a page that was hidden knows nothing of that time', () => {
  const watch = new SilenceWatch();
  listen(watch, { fromMs: 0, toMs: 3_000, levelDb: -60 });
  expect(watch.hear({ levelDb: -60, nowMs: 20_000 })).toBe(false);
});
