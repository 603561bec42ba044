import { expect, test } from 'vitest';
import { localTimeMs, localTimeText } from './local-time.ts';

test('what is written is read as the same minute', () => {
  const minute = new Date(2026, 10, 21, 20, 5).getTime();
  expect(localTimeText(minute + 59_999)).toBe('2026-11-21T20:05');
  expect(localTimeMs('2026-11-21T20:05')).toBe(minute);
});

test('a year of few digits keeps its place', () => {
  const early = new Date(2000, 0, 2, 3, 4);
  early.setFullYear(33);
  expect(localTimeText(early.getTime())).toBe('0033-01-02T03:04');
});

test.each(['', 'soon', '2026-11-21', '2026-13-41T25:61'])('%j is no time', (text) => {
  expect(localTimeMs(text)).toBeNull();
});
