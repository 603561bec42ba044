import { expect, test } from 'vitest';
import reports from '../fixtures/chromium-156-publish-stats.json' with { type: 'json' };
import { CounterRates } from './counter-rates.ts';
import { readPublishStats } from './publish-stats.ts';
import type { StatsEntry } from './stats-entry.ts';

const [first = [], second = []] = reports as readonly StatsEntry[][];

test('a publisher of three layers is read from two reports of Chromium', () => {
  const rates = new CounterRates();
  const before = readPublishStats(first, 1_000, rates);
  expect(before.bitsPerS).toBeNull();
  expect(before.layers.map(({ bitsPerS }) => bitsPerS)).toEqual([null, null, null]);

  const stats = readPublishStats(second, 2_848, rates);
  expect(stats.layers.map(({ rid, width, height }) => [rid, width, height])).toEqual([
    ['q', 320, 180],
    ['h', 640, 360],
    ['f', 1280, 720],
  ]);
  // (342,994 - 257,912) bytes in 1,848.9 ms, and the like.
  const bitsPerS = stats.layers.map((layer) => Math.round((layer.bitsPerS ?? 0) / 1_000));
  expect(bitsPerS.toSorted((a, b) => a - b)).toEqual([177, 368, 465]);
  expect(Math.round((stats.audio?.bitsPerS ?? 0) / 1_000)).toBe(90);
  expect(Math.round((stats.bitsPerS ?? 0) / 1_000)).toBe(1_100);
  expect(stats).toMatchObject({
    atMs: 2_848,
    roundTripMs: 7,
    availableBitsPerS: 4_045_894,
    packetLossRatio: 0,
    sourceFramesPerS: 11,
    limitedBy: 'none',
  });
});

test('the worst layer tells what limits', () => {
  const limited = second.map((entry) => {
    if (entry.type !== 'outbound-rtp' || entry['kind'] !== 'video') return entry;
    return { ...entry, qualityLimitationReason: entry['rid'] === 'f' ? 'cpu' : 'bandwidth' };
  });
  expect(readPublishStats(limited, 0, new CounterRates()).limitedBy).toBe('cpu');
});

test('what is not reported is not known', () => {
  expect(readPublishStats([], 5, new CounterRates())).toEqual({
    atMs: 5,
    roundTripMs: null,
    availableBitsPerS: null,
    bitsPerS: null,
    packetLossRatio: null,
    sourceFramesPerS: null,
    limitedBy: null,
    layers: [],
    audio: null,
  });
});
