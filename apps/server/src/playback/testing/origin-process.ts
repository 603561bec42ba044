import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { scope } from '../../http/scope.ts';
import { createServer } from '../../http/server.ts';
import { systemClock } from '../../live/clock.ts';
import { createLog } from '../../log.ts';
import { SegmentStore } from '../../packager/store/segment-store.ts';
import { mediaRoutes } from '../media-routes.ts';
import { PacedFeeder, type Pushed } from './paced-feeder.ts';

/** What the process tells its parent. */
export type OriginNews = { readonly url: string } | { readonly pushed: Pushed };

/** What the parent tells it: end the broadcast, or let nothing come any more. */
export type OriginOrder = 'end' | 'stall';

/** Segments that are there from the begin. */
const segmentsBefore = 20;

/**
 * The origin alone, as a process of its own: the channel `live` with a broadcast `b1` that goes on by the clock.
 * Benches and rules have it where the way from a camera would only be in theirs.
 */
const { values } = parseArgs({
  options: {
    /** Length of a segment, in whole seconds. */
    segment: { type: 'string', default: '2' },
    /** In seconds; above the length of a segment it bounds but how long all is waited for and kept. */
    'target-duration': { type: 'string' },
  },
});
const segmentS = Number(values.segment);
const log = createLog('warn');
const store = new SegmentStore({
  broadcast: 'b1',
  channel: 'live',
  epochMs: systemClock.now() - segmentsBefore * segmentS * 1000,
  segmentS: Number(values['target-duration'] ?? segmentS),
  partTargetS: 1 / 3,
  dvrS: 60,
  folder: null,
  clock: systemClock,
  log,
});
const app = createServer(log, { trustProxy: false });
const library = {
  lookup: async (channel: string, broadcast: string | null) => {
    if (channel !== 'live') return { problem: 'channel_unknown' } as const;
    return (broadcast ?? 'b1') === 'b1' ? { listing: store } : ({ problem: 'not_found' } as const);
  },
  poster: async () => null,
  lastPoster: async () => null,
};
await app.register(scope((api) => mediaRoutes(api, { library, clock: systemClock })));
await app.listen({ host: '127.0.0.1', port: 0 });

const tell = (news: OriginNews): void => {
  // Who listened may have gone just now: then so does this.
  process.send?.(news, undefined, undefined, () => {});
};
const feeder = new PacedFeeder(store, segmentS, (pushed) => tell({ pushed }));
feeder.run();
process.on('message', (order: OriginOrder) => {
  feeder.stop();
  if (order === 'end') store.end();
});
process.on('disconnect', () => process.exit());
tell({ url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` });
