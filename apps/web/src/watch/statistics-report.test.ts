import { expect, test } from 'vitest';
import { snapshotOf } from './fake-snapshot.ts';
import { statisticsReport } from './statistics-report.ts';

const facts = {
  nowMs: Date.UTC(2026, 10, 21, 20),
  channel: 'live',
  page: 'https://example.org/watch/live',
  userAgent: 'Browser/1.0',
  snapshot: snapshotOf({ viaReason: 'no-path' }),
  rows: [{ name: 'Path', value: 'HLS over HTTP' }],
  latency: { leastMs: 1_200, medianMs: 1_300, mostMs: 1_900 },
  troubles: [
    { stage: 'ice-udp', atMs: Date.UTC(2026, 10, 21, 19, 59), count: 2, detail: 'no pair in 4 s' },
  ],
} as const;

test('a report says all that is known', () => {
  expect(statisticsReport(facts)).toBe(`Tallylight statistics, 2026-11-21T20:00:00.000Z
Channel: live
Page: https://example.org/watch/live
Browser: Browser/1.0
State: live, live, no-path
Path: HLS over HTTP
Latency over the last two minutes: min 1.2 s · median 1.3 s · max 1.9 s
Troubles:
- ice-udp × 2, last 2026-11-21T19:59:00.000Z: no pair in 4 s
`);
});

test('also while nothing plays', () => {
  const report = statisticsReport({
    ...facts,
    ...{
      rows: [],
      latency: null,
      troubles: [],
      snapshot: snapshotOf({ state: { name: 'offline' } }),
    },
  });
  expect(report).toContain('State: offline, live\nTroubles: none\n');
});
