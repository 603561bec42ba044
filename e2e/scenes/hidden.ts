import { expect } from '@playwright/test';
import { pages } from '@tallylight/contract';
import { type FrontFrame, tellFrontFrames } from '../rig/front-frames.ts';
import { lasting } from '../rig/lasting.ts';
import type { ServerUnderTest } from '../rig/server-under-test.ts';
import { type Tab, TabbedBrowser } from '../rig/tabbed-browser.ts';

export type Return = {
  readonly via: string;
  /** Whether the page was told that it was hidden: the proof that it was. */
  readonly wasHidden: boolean;
  /** From being seen again to the first frame that is live, in ms. */
  readonly tookMs: number;
  /** How far the picture is behind, and how far it was at best before it was hidden, in ms. */
  readonly behindMs: number;
  readonly usualMs: number;
};

/** What is known of it: nothing has come back yet where it took null. */
type Told = Omit<Return, 'tookMs'> & { readonly tookMs: number | null };

/** How long a page may take to play, and to be live again, in ms. */
const patienceMs = 20_000;

/** Hides two viewers, one over WebRTC and one over HLS, for a time, and tells how soon each is live again. */
export async function hideAndReturn(
  server: Pick<ServerUnderTest, 'url' | 'channel'>,
  hiddenMs: number,
): Promise<readonly Return[]> {
  await using browser = await TabbedBrowser.open();
  const page = server.url + pages.watch(server.channel);
  const viewers: Tab[] = [];
  for (const url of [page, `${page}?via=hls`]) {
    const viewer = await browser.openTab(url);
    // It is seen while it joins: browsers let hidden pages wait with their pictures.
    await expect.poll(() => viewer.evaluate(isPlaying), { timeout: patienceMs }).toBe(true);
    await viewer.evaluate(noteReturn);
    await viewer.evaluate(tellFrontFrames);
    viewers.push(viewer);
  }
  await browser.openTab('about:blank');
  await lasting(hiddenMs);
  const all: Return[] = [];
  for (const viewer of viewers) {
    await viewer.show();
    const told = () => viewer.evaluate(() => (window as unknown as { return: Told }).return);
    await expect
      .poll(told, { timeout: patienceMs })
      .toMatchObject({ wasHidden: true, tookMs: expect.any(Number) });
    all.push((await told()) as Return);
  }
  return all;
}

function isPlaying(): boolean {
  const main = document.querySelector('main');
  const video = document.querySelector<HTMLVideoElement>('video[data-front="true"]');
  return main?.dataset['state'] === 'live' && (video?.currentTime ?? 0) > 1;
}

/** Notes how far from live the picture is, and when it is as near again after having been hidden; runs in the page. */
function noteReturn(): void {
  /** What is nearer to live than before by this is as near, in ms. */
  const spareMs = 500;
  const main = document.querySelector('main');
  const farMs = Number.MAX_SAFE_INTEGER;
  const told = { wasHidden: false, tookMs: null as number | null, behindMs: farMs, usualMs: farMs };
  Object.assign(window, { return: told });
  Object.defineProperty(told, 'via', { enumerable: true, get: () => main?.dataset['via'] });
  let seenAtMs = farMs;
  document.addEventListener('visibilitychange', () => {
    told.wasHidden ||= document.visibilityState === 'hidden';
    if (told.wasHidden && document.visibilityState === 'visible') seenAtMs = performance.now();
  });
  document.addEventListener('frontframe', (event) => {
    if (document.visibilityState === 'hidden') return;
    const { atMs, behindMs } = (event as CustomEvent<FrontFrame>).detail;
    told.behindMs = behindMs;
    if (!told.wasHidden) told.usualMs = Math.min(told.usualMs, behindMs);
    else if (atMs >= seenAtMs && behindMs <= told.usualMs + spareMs) {
      told.tookMs ??= atMs - seenAtMs;
    }
  });
}
