import { expect, test } from 'vitest';
import { BitrateCap } from './bitrate-cap.ts';

/** Feeds one measurement a second and tells at which the cap was exceeded. */
function exceededAt(megabits: readonly number[]): number | undefined {
  const cap = new BitrateCap({ bitsPerS: 8_000_000, patienceMs: 3_000 });
  let bytes = 0;
  cap.isExceeded(0, 0);
  for (const [index, rate] of megabits.entries()) {
    bytes += (rate * 1_000_000) / 8;
    if (cap.isExceeded(bytes, (index + 1) * 1_000)) return index + 1;
  }
  return undefined;
}

test('who stays above the cap is found after the patience, and not before', () => {
  expect(exceededAt([12, 12, 12, 12])).toBe(3);
});

test('a burst is forgiven, and the patience begins anew', () => {
  expect(exceededAt([12, 12, 2, 12, 12, 2])).toBeUndefined();
});

test('the cap itself may be sent for ever', () => {
  expect(exceededAt(new Array(60).fill(8))).toBeUndefined();
});
