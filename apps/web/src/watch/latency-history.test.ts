import { expect, test } from 'vitest';
import { historyMs, type LatencyPoint, linesOf, summaryOf, withPoint } from './latency-history.ts';

const point = (atMs: number, latencyMs: number | null): LatencyPoint => ({ atMs, latencyMs });

test('two minutes are kept', () => {
  let points: readonly LatencyPoint[] = [];
  for (let atMs = 0; atMs <= historyMs + 5_000; atMs += 1_000) {
    points = withPoint(points, point(atMs, 100));
  }
  expect(points).toHaveLength(120);
  expect(points.at(-1)?.atMs).toBe(historyMs + 5_000);
});

test('what is not known counts for nothing', () => {
  expect(summaryOf([])).toBeNull();
  expect(summaryOf([point(0, null)])).toBeNull();
  const points = [point(0, 300), point(1, null), point(2, 80), point(3, 90)];
  expect(summaryOf(points)).toEqual({ leastMs: 80, medianMs: 90, mostMs: 300 });
});

test('a gap breaks the line', () => {
  const [a, b, c] = [point(0, 80), point(2, 90), point(3, 91)];
  expect(linesOf([point(-1, null), a, point(1, null), b, c])).toEqual([[a], [b, c]]);
});
