import { expect, test } from 'vitest';
import { formatElapsed } from './elapsed.ts';

test.each([
  [0, '0:00'],
  [7_999, '0:07'],
  [60_000, '1:00'],
  [754_000, '12:34'],
  [3_599_999, '59:59'],
  [3_723_000, '1:02:03'],
  [360_000_000, '100:00:00'],
  // The clocks of two machines never agree to the last millisecond.
  [-40, '0:00'],
])('%d ms is %s', (elapsedMs, text) => {
  expect(formatElapsed(elapsedMs)).toBe(text);
});
