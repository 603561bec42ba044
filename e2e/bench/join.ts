import { WatchPage } from '../pages/watch-page.ts';
import { lasting } from '../rig/lasting.ts';
import { percentile } from './report.ts';
import type { Stage } from './stage.ts';

const joinsCount = 20;
const freshTabsCount = 10;
const goLivesCount = 5;
/** Longer than the interval in which a publisher is asked for one key frame: each join gets its own. */
const betweenJoinsMs = 1_300;

/** What a page notes of its own join, in ms of its clock. */
type Joined = { postedMs?: number; answeredMs?: number; firstFrameMs?: number };
type Published = { clickedMs?: number; connectedMs?: number };

/** From POST to the first frame on the watch page, in an open tab and in fresh ones; and from the press on Go live to connected. */
export async function measureJoin(
  stage: Stage,
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const studio = await stage.studio();
  await studio.page.evaluate(watchPublishing);
  const goLive: number[] = [];
  for (let round = 0; round < goLivesCount; round += 1) {
    if (round > 0) {
      await studio.end();
      await studio.goLiveAgain.click();
      await studio.expectState('on-air');
    } else {
      await studio.goLive();
    }
    const { clickedMs = 0, connectedMs = Number.NaN } = await studio.page.evaluate(
      () => (window as unknown as { published: Published }).published,
    );
    goLive.push(connectedMs - clickedMs);
  }

  const warm = await joinAgain(stage);
  const fresh = await joinFresh(stage);
  const first = ({ postedMs = 0, firstFrameMs = Number.NaN }: Joined): number =>
    firstFrameMs - postedMs;
  return {
    samples: warm.length,
    metrics: {
      p50Ms: percentile(warm.map(first), 0.5),
      p95Ms: percentile(warm.map(first), 0.95),
      postToAnswerP50Ms: percentile(
        warm.map(({ postedMs = 0, answeredMs = Number.NaN }) => answeredMs - postedMs),
        0.5,
      ),
      goLiveP50Ms: percentile(goLive, 0.5),
      freshTabP50Ms: percentile(fresh.map(first), 0.5),
      freshTabP95Ms: percentile(fresh.map(first), 0.95),
    },
  };
}

/** Joins in a tab that is open: by the link to the front page and back, without a reload. */
async function joinAgain(stage: Stage): Promise<Joined[]> {
  const context = await stage.viewer();
  await context.addInitScript(watchJoining);
  const watch = new WatchPage(await context.newPage());
  await watch.open(stage.server.channel);
  // The first join brings up the browser's WebRTC; it is counted among the fresh tabs' like.
  await joined(watch);
  const all: Joined[] = [];
  for (let round = 0; round < joinsCount; round += 1) {
    await watch.page.getByRole('link', { name: 'Tallylight' }).click();
    await watch.video.waitFor({ state: 'detached' });
    await lasting(betweenJoinsMs);
    await watch.page.evaluate(() => Object.assign(window, { joined: {} }));
    await watch.page.goBack();
    all.push(await joined(watch));
  }
  await context.close();
  return all;
}

/** Joins each in a tab of its own, while its page is still being set up. */
async function joinFresh(stage: Stage): Promise<Joined[]> {
  const context = await stage.viewer();
  await context.addInitScript(watchJoining);
  const all: Joined[] = [];
  for (let round = 0; round < freshTabsCount; round += 1) {
    const watch = new WatchPage(await context.newPage());
    await watch.open(stage.server.channel);
    all.push(await joined(watch));
    await lasting(betweenJoinsMs);
    await watch.page.close();
  }
  await context.close();
  return all;
}

async function joined({ page }: WatchPage): Promise<Joined> {
  await page.waitForFunction(
    () => (window as unknown as { joined: Joined }).joined.firstFrameMs !== undefined,
  );
  return page.evaluate(() => (window as unknown as { joined: Joined }).joined);
}

/** Notes when an offer was posted, answered, and when its first frame was there; runs in the page. */
function watchJoining(): void {
  const page = window as unknown as { joined: Joined };
  page.joined = {};
  const fetched = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    if (init?.method !== 'POST' || !String(input).includes('/whep/')) return fetched(input, init);
    page.joined.postedMs = performance.now();
    const response = await fetched(input, init);
    page.joined.answeredMs = performance.now();
    return response;
  };
  const known = new WeakSet<HTMLVideoElement>();
  new MutationObserver(() => {
    const video = document.querySelector('video');
    if (video === null || known.has(video)) return;
    known.add(video);
    video.requestVideoFrameCallback((_now, { presentationTime }) => {
      // When the decoded frame was handed on to be shown; the callback comes up to a display frame later.
      page.joined.firstFrameMs = presentationTime;
    });
  }).observe(document, { childList: true, subtree: true });
}

/** Notes when Go live was pressed and when the connection was up; runs in the page. */
function watchPublishing(): void {
  const published: Published = {};
  Object.assign(window, { published });
  addEventListener(
    'click',
    ({ target }) => {
      const label = (target as Element).closest('button')?.textContent ?? '';
      if (label.includes('Go live')) published.clickedMs = performance.now();
    },
    true,
  );
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') published.connectedMs = performance.now();
      });
    }
  };
}
