import { routes } from '@tallylight/contract';
import { WatchPage } from '../pages/watch-page.ts';
import { lasting } from '../rig/lasting.ts';
import type { SeenFrame } from '../rig/time-code.ts';
import { percentile } from './report.ts';
import { recordLatency } from './reported-latency.ts';
import type { Stage } from './stage.ts';

const joinsCount = 15;
/** Joins come at any place of a segment, not all at the same. */
const betweenJoinsMs = 1_130;
/** How long a picture is left to come to its place, in ms: it starts some parts behind and catches up. */
const settleMs = 15_000;
const classicMs = 10_000;
/** Over so long the latency is taken at the begin and at the end, in ms: most of it lies outside of a hiccup. */
const driftSpanMs = 60_000;

/** Startup and glass to glass over HLS, from the studio page to the watch page. */
export async function measureHls(
  stage: Stage,
  { seconds }: { readonly seconds: number },
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const firstSegmentMs = await goLive(stage);
  const context = await stage.viewer();
  await context.addInitScript(watchFirstFrame);
  const watch = new WatchPage(await context.newPage());
  await watch.open(stage.server.channel, 'hls');
  await watch.expectState('live');
  const joins = await joinAgain(watch);
  await lasting(settleMs);
  const { seen, badgeErrorsMs } = await recordLatency(watch.page, seconds * 1000);
  await context.close();
  const latencies = seen.map(({ latencyMs }) => latencyMs);
  return {
    samples: seen.length,
    metrics: {
      firstSegmentMs,
      llP50Ms: percentile(latencies, 0.5),
      llP95Ms: percentile(latencies, 0.95),
      llMaxMs: percentile(latencies, 1),
      llJoinP50Ms: percentile(joins, 0.5),
      llJoinP95Ms: percentile(joins, 0.95),
      classicP50Ms: await measureClassic(stage),
      driftMs: driftOf(seen),
      pdtErrorP95Ms: percentile(badgeErrorsMs, 0.95),
      fps: Math.round((seen.length / seconds) * 10) / 10,
    },
  };
}

/** @returns ms from the publisher's connection to a whole segment in the hands of a player */
async function goLive(stage: Stage): Promise<number> {
  const { server } = stage;
  const studio = await stage.studio();
  await studio.page.evaluate(watchConnection);
  const playable = firstSegment(`${server.url}${routes.hlsClassic(server.channel)}`);
  await studio.goLive();
  const playableAtMs = await playable;
  const connectedAtMs = await studio.page.evaluate(
    () => (window as unknown as { connectedAtMs: number }).connectedAtMs,
  );
  return Math.round(playableAtMs - connectedAtMs);
}

/** Asks as a player does that waits for a broadcast; the server holds what it will soon have. */
async function firstSegment(url: string): Promise<number> {
  const master = await untilOk(url);
  const variant = new URL(firstUri(await master.text()), url);
  const playlist = await untilOk(variant.href);
  const segment = new URL(firstUri(await playlist.text()), variant);
  const media = await untilOk(segment.href);
  await media.arrayBuffer();
  return Date.now();
}

async function untilOk(url: string): Promise<Response> {
  const response = await fetch(url);
  if (response.ok) return response;
  await response.arrayBuffer();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return untilOk(url);
}

function firstUri(playlist: string): string {
  const line = playlist.split('\n').find((text) => text !== '' && !text.startsWith('#'));
  if (line === undefined) throw new Error(`The playlist lists nothing:\n${playlist}`);
  return line;
}

/** Joins in a tab that is open: by the link to the front page and back, without a reload. */
async function joinAgain(watch: WatchPage): Promise<number[]> {
  const joins: number[] = [];
  for (let round = 0; round < joinsCount; round += 1) {
    await watch.page.getByRole('link', { name: 'Tallylight' }).click();
    await watch.video.waitFor({ state: 'detached' });
    await lasting(betweenJoinsMs);
    await watch.page.evaluate(() => Object.assign(window, { joinMs: undefined }));
    await watch.page.goBack();
    await watch.page.waitForFunction(() => 'joinMs' in window && window.joinMs !== undefined);
    joins.push(await watch.page.evaluate(() => (window as unknown as { joinMs: number }).joinMs));
  }
  return joins;
}

/** The same page, which is given the classic playlist. */
async function measureClassic(stage: Stage): Promise<number> {
  const context = await stage.viewer();
  const { channel, url } = stage.server;
  await context.route(`**${routes.hls(channel)}`, (route) =>
    route.continue({ url: `${url}${routes.hlsClassic(channel)}` }),
  );
  const watch = new WatchPage(await context.newPage());
  await watch.open(channel, 'hls');
  await watch.expectState('live');
  await lasting(settleMs);
  const { seen } = await recordLatency(watch.page, classicMs);
  await context.close();
  return percentile(
    seen.map(({ latencyMs }) => latencyMs),
    0.5,
  );
}

function driftOf(seen: readonly SeenFrame[]): number {
  const startMs = seen[0]?.atMs ?? 0;
  const endMs = seen.at(-1)?.atMs ?? 0;
  const median = (frames: readonly SeenFrame[]): number =>
    percentile(
      frames.map(({ latencyMs }) => latencyMs),
      0.5,
    );
  const first = median(seen.filter(({ atMs }) => atMs < startMs + driftSpanMs));
  return Math.round(median(seen.filter(({ atMs }) => atMs > endMs - driftSpanMs)) - first);
}

/** Notes when the publisher's connection was up; runs in the page. */
function watchConnection(): void {
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') {
          Object.assign(window, { connectedAtMs: performance.timeOrigin + performance.now() });
        }
      });
    }
  };
}

/** Notes how long a first frame takes from the moment the page has its video element, before play(); runs in the page. */
function watchFirstFrame(): void {
  const known = new WeakSet<HTMLVideoElement>();
  new MutationObserver(() => {
    const fresh = [...document.querySelectorAll('video')].filter((video) => !known.has(video));
    const beganMs = performance.now();
    for (const video of fresh) {
      known.add(video);
      video.requestVideoFrameCallback((_now, { presentationTime }) => {
        Object.assign(window, { joinMs: presentationTime - beganMs });
      });
    }
  }).observe(document, { childList: true, subtree: true });
}
