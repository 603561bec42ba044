import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

const backoff = { firstMs: 500, capMs: 8_000 };

test.each([
  [1, 0, 250],
  [1, 0.999, 500],
  [2, 0, 500],
  [3, 0.5, 1_500],
  [5, 0, 4_000],
  [6, 0.999, 8_000],
  [2_000, 0.999, 8_000],
])('failure %i at chance %d waits about %i ms', (attempt, random, waitMs) => {
  expect(backoffMs(backoff, attempt, random)).toBeCloseTo(waitMs, -1);
});
