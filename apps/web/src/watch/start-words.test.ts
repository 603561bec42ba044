import { expect, test } from 'vitest';
import { startWords } from './start-words.ts';

const startsAtMs = Date.UTC(2026, 10, 27, 20);

function said(untilMs: number, zone = 'UTC'): string {
  return startWords(startsAtMs, startsAtMs - untilMs, zone);
}

test('on the day itself the time of day and a countdown', () => {
  expect(said(12 * 60_000)).toMatch(/^Starts at \S*(20:00|8:00).* \(in 12 minutes\)$/);
  expect(said(45_000)).toContain('(in 45 seconds)');
  expect(said(2 * 3_600_000)).toContain('(in 2 hours)');
});

test('on another day the day as well', () => {
  expect(said(3 * 86_400_000)).toMatch(
    /^Starts on Friday, (27 November|November 27) at .*\(in 3 days\)$/,
  );
});

test('what begins soon needs no day, though midnight lies between', () => {
  expect(startWords(startsAtMs + 5 * 3_600_000, startsAtMs, 'UTC')).toMatch(/^Starts at .*1:00/);
});

test('in the zone of the viewer', () => {
  expect(said(60_000, 'Asia/Tokyo')).toMatch(/5:00/);
});

test('a start that has come, and one that is missed', () => {
  expect(said(-30_000)).toMatch(/any moment now$/);
  expect(said(-10 * 60_000)).toMatch(/has not begun yet$/);
});
