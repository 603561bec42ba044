import { expect, test } from 'vitest';
import { formatSeconds } from './latency-badge.tsx';

test.each([
  [0, '0.0'],
  [84, '0.1'],
  [1_249, '1.2'],
  // A clock that is not known to the last millisecond may see a frame before it was captured.
  [-20, '0.0'],
])('%d ms is %s s', (latencyMs, text) => {
  expect(formatSeconds(latencyMs)).toBe(text);
});
