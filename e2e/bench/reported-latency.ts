import type { Page } from '@playwright/test';
import { lasting } from '../rig/lasting.ts';
import { readTimeCode, type SeenFrame, timeCode } from '../rig/time-code.ts';
import { percentile } from './report.ts';

type Reported = { readonly atMs: number; readonly latencyMs: number };
type Recorded = { readonly seenFrames: SeenFrame[]; readonly reported: Reported[] };

/** What a watch page showed and said over some time. */
export type WatchedLatency = {
  readonly seen: readonly SeenFrame[];
  /** By how much the badge was wrong, each time it was looked at, in ms. */
  readonly badgeErrorsMs: readonly number[];
};

/** Reads the time codes and the badge of a watch page that plays, for so long. */
export async function recordLatency(page: Page, ms: number): Promise<WatchedLatency> {
  await page.evaluate(readTimeCode, timeCode);
  await page.evaluate(recordReported);
  await lasting(ms);
  const { seenFrames, reported } = await page.evaluate(() => {
    const recorded = window as unknown as Recorded;
    return { seenFrames: recorded.seenFrames, reported: recorded.reported };
  });
  return { seen: seenFrames, badgeErrorsMs: errors(seenFrames, reported) };
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
    const latencies = second.map((frame) => frame.latencyMs);
    return [Math.abs(latencyMs - percentile(latencies, 0.5))];
  });
}
