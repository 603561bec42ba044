import { expect, test } from 'vitest';
import { type Limit, SteadyLimit } from './steady-limit.ts';

/** One reading a second; returns the seconds at which something was shown. */
function shownAt(readings: readonly (Limit | null)[]): number[] {
  const limit = new SteadyLimit();
  return readings.flatMap((limitedBy, second) =>
    limit.read({ limitedBy, atMs: second * 1000 }) === null ? [] : [second],
  );
}

function seconds(count: number, limitedBy: Limit | null): (Limit | null)[] {
  return Array.from({ length: count }, () => limitedBy);
}

test('the first seconds of every session are no news', () => {
  expect(shownAt([...seconds(6, 'bandwidth'), ...seconds(6, null)])).toEqual([]);
});

test('what lasts is told, and stays told through a short relief', () => {
  const readings = [...seconds(9, 'cpu'), ...seconds(3, null), ...seconds(2, 'cpu')];
  expect(shownAt(readings)).toEqual([8, 9, 10, 11, 12, 13]);
});

test('what is over is over after a while', () => {
  expect(shownAt([...seconds(9, 'cpu'), ...seconds(7, null)])).toEqual([8, 9, 10, 11, 12, 13]);
});
