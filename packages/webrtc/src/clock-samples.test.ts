import { expect, test } from 'vitest';
import { bestOf, type ClockReading, remember, toReading } from './clock-samples.ts';

const reading = (offsetMs: number, uncertaintyMs: number, measuredAtMs = 0): ClockReading => ({
  offsetMs,
  uncertaintyMs,
  measuredAtMs,
});

test('the server looked at its clock in the middle, give or take half the round trip', () => {
  expect(toReading(1_000, 5_040, 1_020)).toEqual({
    offsetMs: 4_030,
    uncertaintyMs: 10,
    measuredAtMs: 1_020,
  });
});

test('the shortest round trip is the best', () => {
  const readings = [reading(3, 8), reading(1, 2), reading(2, 5)];
  expect(bestOf(readings, 0)).toBe(readings[1]);
  expect(bestOf([], 0)).toBeNull();
});

test('a good reading that is old gives way to a fair one that is fresh', () => {
  const old = reading(0, 2, 0);
  expect(bestOf([old, reading(1, 6, 60_000)], 60_000)).toBe(old);
  const fresh = reading(1, 6, 120_000);
  expect(bestOf([old, fresh], 120_000)).toBe(fresh);
});

test('readings that can both be right stay together, the oldest of many go', () => {
  const first = reading(0, 5);
  expect(remember([first], reading(8, 5))).toHaveLength(2);
  const many = Array.from({ length: 30 }, (_, index) => reading(0, 5, index));
  const kept = many.reduce<readonly ClockReading[]>(remember, []);
  expect(kept).toHaveLength(12);
  expect(kept.at(-1)).toBe(many.at(-1));
});

test('after a clock was set, what was known before is forgotten', () => {
  const before = [reading(0, 2), reading(1, 3)];
  const after = reading(60_000, 20, 1_000);
  expect(remember(before, after)).toEqual([after]);
});

test('the true offset lies within the uncertainty, whatever the network does', () => {
  for (let upMs = 0; upMs <= 100; upMs += 10) {
    for (let downMs = 0; downMs <= 100; downMs += 10) {
      const { offsetMs, uncertaintyMs } = toReading(
        1_000,
        1_000 + upMs + 777,
        1_000 + upMs + downMs,
      );
      expect(Math.abs(offsetMs - 777)).toBeLessThanOrEqual(uncertaintyMs);
    }
  }
});
