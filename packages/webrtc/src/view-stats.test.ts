import { expect, test } from 'vitest';
import reports from '../fixtures/chromium-156-view-stats.json' with { type: 'json' };
import { CounterRates } from './counter-rates.ts';
import type { StatsEntry } from './stats-entry.ts';
import { readViewStats } from './view-stats.ts';

const [first = [], second = []] = reports as readonly StatsEntry[][];

test('a viewer is read from two reports of Chromium', () => {
  const rates = new CounterRates();
  expect(readViewStats(first, 0, rates)).toMatchObject({ bitsPerS: null, packetLossRatio: null });
  const stats = readViewStats(second, 2_780, rates);
  expect(stats).toMatchObject({
    atMs: 2_780,
    roundTripMs: 1,
    packetLossRatio: 0,
    videoCodec: 'video/H264',
    audioCodec: 'audio/opus',
    packetsReceived: 349 + 215,
  });
  // (112,029 + 207,302 - 67,089 - 86,594) bytes in 2,779.66 ms.
  expect(stats.bitsPerS).toBeCloseTo(476_800, -3);
  expect(stats.jitterBufferMs).toBeGreaterThan(0);
});

test('loss is a part of all packets since the last reading', () => {
  const inbound = (
    packetsReceived: number,
    packetsLost: number,
    timestamp: number,
  ): StatsEntry => ({
    id: 'v',
    type: 'inbound-rtp',
    kind: 'video',
    timestamp,
    packetsReceived,
    packetsLost,
  });
  const rates = new CounterRates();
  readViewStats([inbound(1_000, 50, 0)], 0, rates);
  expect(readViewStats([inbound(1_090, 60, 1_000)], 0, rates).packetLossRatio).toBe(0.1);
});

test('what became of the picture is told in steps', () => {
  const steps = { framesReceived: 9, framesDecoded: 8, keyFramesDecoded: 1, framesDropped: 2 };
  const asked = { nackCount: 4, pliCount: 3 };
  const video = { id: 'v', type: 'inbound-rtp', kind: 'video', timestamp: 0, ...steps, ...asked };
  expect(readViewStats([video], 0, new CounterRates())).toMatchObject({ ...steps, ...asked });
});

test('what is not reported is not known', () => {
  expect(readViewStats([], 5, new CounterRates())).toMatchObject({
    roundTripMs: null,
    width: null,
    framesDecoded: null,
    keyFramesDecoded: null,
    videoCodec: null,
    packetsReceived: 0,
    path: null,
  });
});
