import { expect, test } from 'vitest';
import { BroadcastTally } from './broadcast-tally.ts';

test('remembers the most viewers and the mean of what was sent', () => {
  const tally = new BroadcastTally();
  for (const viewers of [1, 4, 2]) tally.addViewers(viewers);
  for (const bitsPerS of [1_000_000, null, 2_000_000]) tally.addBitrate(bitsPerS);
  expect(tally.summary(65_000)).toEqual({
    lengthMs: 65_000,
    peakViewers: 4,
    meanBitsPerS: 1_500_000,
  });
});

test('what was never measured is not known, and not zero', () => {
  expect(new BroadcastTally().summary(-5)).toEqual({
    lengthMs: 0,
    peakViewers: null,
    meanBitsPerS: null,
  });
});
