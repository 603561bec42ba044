import { WatchPage } from '../pages/watch-page.ts';
import { readTimeCode, type SeenFrame, timeCode } from '../rig/time-code.ts';
import { percentile } from './report.ts';
import { lasting, type Stage } from './stage.ts';

/** How long the picture is left to settle, and how long it is measured, in ms. */
const settleMs = 6_000;
const measureMs = 20_000;

type Reported = { readonly atMs: number; readonly latencyMs: number };
type Recorded = { readonly seenFrames: SeenFrame[]; readonly reported: Reported[] };

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
  await lasting(watch.page, settleMs);
  await watch.page.evaluate(readTimeCode, timeCode);
  await watch.page.evaluate(recordReported);
  await lasting(watch.page, measureMs);
  const seen = await watch.page.evaluate(() => (window as unknown as Recorded).seenFrames);
  const reported = await watch.page.evaluate(() => (window as unknown as Recorded).reported);
  const latencies = seen.map(({ latencyMs }) => latencyMs);
  return {
    samples: seen.length,
    metrics: {
      p50Ms: percentile(latencies, 0.5),
      p95Ms: percentile(latencies, 0.95),
      maxMs: percentile(latencies, 1),
      reportedErrorP95Ms: percentile(errors(seen, reported), 0.95),
      fps: Math.round((seen.length / measureMs) * 10_000) / 10,
    },
  };
}

/** Notes down what the page's badge says, twice a second; runs in the page. */
function recordReported(): void {
  const reported: Reported[] = [];
  Object.assign(window, { reported });
  setInterval(() => {
    const shown = document.querySelector('[data-latency-ms]')?.getAttribute('data-latency-ms');
    if (shown !== null && shown !== undefined) {
      reported.push({ atMs: performance.timeOrigin + performance.now(), latencyMs: Number(shown) });
    }
  }, 500);
}

/** The badge shows the median of its last second: so it is held to the median of the time codes of that second. */
function errors(seen: readonly SeenFrame[], reported: readonly Reported[]): number[] {
  return reported.flatMap(({ atMs, latencyMs }) => {
    const second = seen.filter((frame) => frame.atMs <= atMs && frame.atMs > atMs - 1_000);
    if (second.length === 0) return [];
    return [
      Math.abs(
        latencyMs -
          percentile(
            second.map((frame) => frame.latencyMs),
            0.5,
          ),
      ),
    ];
  });
}
