import { expect, test } from 'vitest';
import { meterFraction, peakDb } from './level-meter.ts';

test('the peak is in dBFS, of either sign, and never below the floor', () => {
  expect(peakDb([0, 1])).toBe(0);
  expect(peakDb([0.1, -0.5])).toBeCloseTo(-6.02, 2);
  expect(peakDb([0, 0])).toBe(-60);
});

test('the meter is empty at its floor and full at the ceiling', () => {
  expect(meterFraction(-60)).toBe(0);
  expect(meterFraction(-30)).toBe(0.5);
  expect(meterFraction(0)).toBe(1);
  expect(meterFraction(3)).toBe(1);
});
