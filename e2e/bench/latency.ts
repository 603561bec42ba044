import { WatchPage } from '../pages/watch-page.ts';
import { lasting } from '../rig/lasting.ts';
import { percentile } from './report.ts';
import { recordLatency } from './reported-latency.ts';
import type { Stage } from './stage.ts';

/** How long the picture is left to settle, and how long it is measured, in ms. */
const settleMs = 6_000;
const measureMs = 20_000;

/** Glass to glass from the studio page to the watch page, and what the watch page says of it. */
export async function measureLatency(
  stage: Stage,
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const studio = await stage.studio();
  await studio.goLive();
  const context = await stage.viewer();
  const watch = new WatchPage(await context.newPage());
  await watch.open(stage.server.channel);
  await watch.expectState('live');
  await lasting(settleMs);
  const { seen, badgeErrorsMs } = await recordLatency(watch.page, measureMs);
  const latencies = seen.map(({ latencyMs }) => latencyMs);
  return {
    samples: seen.length,
    metrics: {
      p50Ms: percentile(latencies, 0.5),
      p95Ms: percentile(latencies, 0.95),
      maxMs: percentile(latencies, 1),
      reportedErrorP95Ms: percentile(badgeErrorsMs, 0.95),
      fps: Math.round((seen.length / measureMs) * 10_000) / 10,
    },
  };
}
