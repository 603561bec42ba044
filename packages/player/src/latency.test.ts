import { expect, test } from 'vitest';
import { type LatencyFacts, measureLatency } from './latency.ts';

const ntpEpochMs = 2_208_988_800_000;
const shownAtMs = 1_800_000_000_000;

// A frame captured 60 ms before it was shown, by clocks that all agree.
const facts: LatencyFacts = {
  frame: { shownAtMs, rtpTimestamp: 900_000, mediaTimeS: 0, ageMs: 20 },
  source: {
    rtpTimestamp: 900_000,
    timestamp: shownAtMs - 10,
    captureTimestamp: shownAtMs - 60 + ntpEpochMs,
  },
  clockRate: 90_000,
  offsets: { viewerMs: 0, publisherMs: 0 },
};

test('latency runs from the capture to the glass', () => {
  expect(measureLatency(facts)).toEqual({ latencyMs: 60, since: 'camera', rtpTimestamp: 900_000 });
});

test('the frame on the glass is older than the one given out last by what RTP says', () => {
  const source = { ...facts.source, rtpTimestamp: 903_000, timestamp: shownAtMs } as const;
  const captureTimestamp = shownAtMs - 60 + ntpEpochMs + 3_000 / 90;
  const sample = measureLatency({ ...facts, source: { ...source, captureTimestamp } });
  expect(sample?.latencyMs).toBeCloseTo(60, 2);
});

test('RTP time stamps go round', () => {
  const frame = { shownAtMs, rtpTimestamp: 2 ** 32 - 1_500, mediaTimeS: 0, ageMs: null };
  const source = {
    rtpTimestamp: 1_500,
    timestamp: shownAtMs,
    captureTimestamp: shownAtMs - 60 + ntpEpochMs + 3_000 / 90,
  };
  expect(measureLatency({ ...facts, frame, source })?.latencyMs).toBeCloseTo(60, 2);
});

test("clocks that differ are brought to the server's", () => {
  // The publisher's clock is 700 ms behind, the viewer's 250 ms ahead.
  const source = {
    rtpTimestamp: 900_000,
    timestamp: shownAtMs + 250,
    captureTimestamp: shownAtMs - 60 - 700 + ntpEpochMs,
  };
  const frame = { shownAtMs: shownAtMs + 250, rtpTimestamp: 900_000, mediaTimeS: 0, ageMs: null };
  const offsets = { viewerMs: -250, publisherMs: 700 };
  expect(measureLatency({ ...facts, frame, source, offsets })?.latencyMs).toBe(60);
});

test('where the browser tells of no frames, the one given out last counts', () => {
  expect(measureLatency({ ...facts, frame: null })).toEqual({
    latencyMs: 50,
    since: 'camera',
    rtpTimestamp: 900_000,
  });
});

test('audio counts its ticks at its own rate', () => {
  const source = {
    rtpTimestamp: 48_000,
    timestamp: shownAtMs,
    captureTimestamp: shownAtMs - 90 + ntpEpochMs,
  };
  expect(measureLatency({ ...facts, frame: null, source, clockRate: 48_000 })?.latencyMs).toBe(90);
});

const { captureTimestamp: _, ...silent } = facts.source ?? { rtpTimestamp: 0, timestamp: 0 };

test.each<[why: string, facts: LatencyFacts]>([
  ['the publisher sends no capture time', { ...facts, source: silent }],
  ['nothing is known of the source', { ...facts, source: null }],
  ['a clock is not known', { ...facts, offsets: null }],
  ['a clock is off by a minute', { ...facts, offsets: { viewerMs: 60_000, publisherMs: 0 } }],
  ['a clock is off the other way', { ...facts, offsets: { viewerMs: 0, publisherMs: 60_000 } }],
])('from the server on, at least, when %s', (_why, known) => {
  expect(measureLatency(known)).toEqual({ latencyMs: 20, since: 'server', rtpTimestamp: 900_000 });
});

test('nothing is known of nothing', () => {
  expect(measureLatency({ ...facts, offsets: null, frame: null })).toBeNull();
  expect(
    measureLatency({
      ...facts,
      offsets: null,
      frame: { shownAtMs, rtpTimestamp: 1, mediaTimeS: 0, ageMs: null },
    }),
  ).toBeNull();
});
