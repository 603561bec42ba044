import type { BrowserContext, CDPSession } from '@playwright/test';
import { percentile } from '../bench/report.ts';
import { WatchPage } from '../pages/watch-page.ts';
import { type FrontFrame, tellFrontFrames } from '../rig/front-frames.ts';
import { lasting } from '../rig/lasting.ts';
import type { Standstill } from './standstills.ts';

/** What became of one viewer, at the start and at the end where there are two. */
export type Watched = {
  readonly via: string;
  /** Times without a frame that a player takes for a stall. */
  readonly stalls: readonly Standstill[];
  /** How long after it came in a frame is shown over WebRTC; how far from the playlist's end over HLS. */
  readonly latencyMs: readonly [number, number];
  /** What the page's scripts keep. */
  readonly heapKb: readonly [number, number];
  /** How much more that is with every minute, by least squares. */
  readonly slopeKb: number;
  readonly nodes: readonly [number, number];
};

type Look = {
  readonly atMs: number;
  readonly latencyMs: number;
  readonly heapKb: number;
  readonly nodes: number;
};

/** How often it looks, in ms. */
const everyMs = 10_000;
/** What comes before belongs to joining, in ms. */
const settleMs = 20_000;
/** The first and the last so many looks are the start and the end. */
const looksAtEnd = 6;
/** A picture without a frame for so long has stalled, in ms. */
const stallMs = 400;

/** Somebody who watches for long. */
export class LongViewer {
  readonly #via: 'webrtc' | 'hls';
  readonly #watch: WatchPage;
  readonly #devtools: CDPSession;

  private constructor(via: 'webrtc' | 'hls', watch: WatchPage, devtools: CDPSession) {
    this.#via = via;
    this.#watch = watch;
    this.#devtools = devtools;
  }

  static async open(
    context: BrowserContext,
    channel: string,
    via: 'webrtc' | 'hls',
  ): Promise<LongViewer> {
    const watch = new WatchPage(await context.newPage());
    await watch.open(channel, via === 'hls' ? 'hls' : undefined);
    await watch.expectState('live');
    return new LongViewer(via, watch, await context.newCDPSession(watch.page));
  }

  async watch(forMs: number): Promise<Watched> {
    await lasting(settleMs);
    await this.#watch.page.evaluate(noteStalls, stallMs);
    await this.#watch.page.evaluate(tellFrontFrames);
    const looks: Look[] = [];
    const untilMs = Date.now() + forMs;
    while (Date.now() < untilMs) {
      await lasting(everyMs);
      looks.push(await this.#look());
    }
    const via = (await this.#watch.main.getAttribute('data-via')) ?? this.#via;
    const stalls = await this.#watch.page.evaluate(
      () => (window as unknown as { stalls: Standstill[] }).stalls,
    );
    const [first, last] = [looks.slice(0, looksAtEnd), looks.slice(-looksAtEnd)];
    const ends = (of: (look: Look) => number): [number, number] => [
      percentile(first.map(of), 0.5),
      percentile(last.map(of), 0.5),
    ];
    return {
      via,
      stalls,
      latencyMs: ends(({ latencyMs }) => latencyMs),
      heapKb: ends(({ heapKb }) => heapKb),
      slopeKb: slope(looks.map(({ atMs, heapKb }) => [atMs / 60_000, heapKb])),
      nodes: ends(({ nodes }) => nodes),
    };
  }

  async #look(): Promise<Look> {
    const latencyMs = await this.#watch.page.evaluate(
      () => (window as unknown as { behindMs: number }).behindMs,
    );
    await this.#devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#devtools.send('Runtime.getHeapUsage');
    const { nodes } = await this.#devtools.send('Memory.getDOMCounters');
    return { atMs: Date.now(), latencyMs, heapKb: Math.round(usedSize / 1024), nodes };
  }
}

/** The slope of the line that fits these points best. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const [above, below] = points.reduce(
    ([xy, xx], [x, y]) => [xy + (x - meanX) * (y - meanY), xx + (x - meanX) ** 2],
    [0, 0],
  );
  return below === 0 ? 0 : above / below;
}

/** Notes when no frame was shown for long, whichever way they come; runs in the page. */
function noteStalls(stallMs: number): void {
  const stalls: { fromMs: number; untilMs: number }[] = [];
  Object.assign(window, { stalls });
  let last = performance.now();
  document.addEventListener('frontframe', (event) => {
    const { atMs, behindMs } = (event as CustomEvent<FrontFrame>).detail;
    Object.assign(window, { behindMs });
    const { timeOrigin } = performance;
    if (atMs - last >= stallMs) {
      stalls.push({ fromMs: timeOrigin + last, untilMs: timeOrigin + atMs });
    }
    last = atMs;
  });
}
