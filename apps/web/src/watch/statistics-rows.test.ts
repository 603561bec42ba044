import type { PlayerStatistics } from '@tallylight/player';
import { expect, test } from 'vitest';
import { msText, statisticsRows } from './statistics-rows.ts';

const webrtc: PlayerStatistics = {
  atMs: 0,
  via: 'webrtc',
  path: 'tcp',
  width: 1280,
  height: 720,
  bitsPerS: 2_140_000,
  lineBitsPerS: null,
  framesPerS: 29.97,
  framesShown: 900,
  framesDropped: 3,
  freezes: 1,
  bufferMs: 42.3,
  packetLossRatio: 0.0123,
  roundTripMs: 12.4,
  latencyMs: 84,
  videoCodec: 'H264',
  audioCodec: 'opus',
  decoder: 'FFmpeg',
  playbackRate: 1,
};
const layer = { heights: [720, 360], maxHeight: null };

function valuesOf(statistics: PlayerStatistics, facts = layer): Record<string, string> {
  return Object.fromEntries(
    statisticsRows(statistics, facts).map(({ name, value }) => [name, value]),
  );
}

test('over WebRTC each figure has its unit', () => {
  expect(valuesOf(webrtc)).toMatchObject({
    Path: 'WebRTC over TCP',
    Latency: '84 ms',
    Picture: '1280 × 720',
    Layer: '720p of 720p, 360p (Auto)',
    Bitrate: '2.1 Mbit/s',
    'Frame rate': '30.0 per second',
    'Jitter buffer': '42 ms',
    'Packet loss': '1.2 %',
    'Round trip': '12 ms',
  });
});

test('over HLS there is a line and what is loaded ahead, and what there is not is said so', () => {
  const values = valuesOf({
    ...webrtc,
    ...{ via: 'hls', path: 'http', lineBitsPerS: 740_000, bufferMs: 1_900 },
    ...{ packetLossRatio: null, roundTripMs: null, freezes: null, latencyMs: 1_340 },
  });
  expect(values).toMatchObject({
    Path: 'HLS over HTTP',
    'Line carries': '740 kbit/s',
    'Loaded ahead': '1.9 s',
    'Packet loss': 'n/a',
    Latency: '1.3 s',
  });
  expect(values).not.toHaveProperty('Freezes');
});

test('a path that is not known yet is at least one of the two', () => {
  expect(valuesOf({ ...webrtc, path: null })['Path']).toBe('WebRTC');
});

test('a time is told in the unit that suits it', () => {
  expect([msText(84.4), msText(999), msText(1_340)]).toEqual(['84 ms', '999 ms', '1.3 s']);
});
