import { expect, test } from 'vitest';
import { formatMegabits } from './megabits.ts';

test('one digit after the point', () => {
  expect(formatMegabits(2_049_000)).toBe('2.0');
  expect(formatMegabits(150_000)).toBe('0.1');
});
