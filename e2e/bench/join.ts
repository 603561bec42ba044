import { WatchPage } from '../pages/watch-page.ts';
import { percentile } from './report.ts';
import { lasting, type Stage } from './stage.ts';

const joinsCount = 20;
const goLivesCount = 5;
/** Longer than the interval in which a publisher is asked for one key frame: each join gets its own. */
const betweenJoinsMs = 1_300;

/** What a page notes of its own join, in ms of its clock. */
type Joined = { postedMs?: number; answeredMs?: number; firstFrameMs?: number };
type Published = { clickedMs?: number; connectedMs?: number };

/** From POST to the first decoded frame in the watch page, and from the press on Go live to connected. */
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

  const context = await stage.viewer();
  await context.addInitScript(watchJoining);
  const firstFrame: number[] = [];
  const answer: number[] = [];
  for (let round = 0; round < joinsCount; round += 1) {
    const watch = new WatchPage(await context.newPage());
    await watch.open(stage.server.channel);
    await watch.page.waitForFunction(
      () => (window as unknown as { joined: Joined }).joined.firstFrameMs !== undefined,
    );
    const {
      postedMs = 0,
      answeredMs = 0,
      firstFrameMs = 0,
    } = await watch.page.evaluate(() => (window as unknown as { joined: Joined }).joined);
    answer.push(answeredMs - postedMs);
    firstFrame.push(firstFrameMs - postedMs);
    await lasting(watch.page, betweenJoinsMs);
    await watch.page.close();
  }
  return {
    samples: firstFrame.length,
    metrics: {
      p50Ms: percentile(firstFrame, 0.5),
      p95Ms: percentile(firstFrame, 0.95),
      postToAnswerP50Ms: percentile(answer, 0.5),
      goLiveP50Ms: percentile(goLive, 0.5),
    },
  };
}

/** Notes when the offer was posted, answered, and when the first frame was there; runs in the page. */
function watchJoining(): void {
  const joined: Joined = {};
  Object.assign(window, { joined });
  const fetched = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    if (init?.method !== 'POST' || !String(input).includes('/whep/')) return fetched(input, init);
    joined.postedMs = performance.now();
    const response = await fetched(input, init);
    joined.answeredMs = performance.now();
    return response;
  };
  const found = new MutationObserver(() => {
    const video = document.querySelector('video');
    if (video === null) return;
    found.disconnect();
    video.requestVideoFrameCallback(() => {
      joined.firstFrameMs = performance.now();
    });
  });
  found.observe(document, { childList: true, subtree: true });
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
