import type { BrowserContext } from '@playwright/test';
import { WatchPage } from '../pages/watch-page.ts';

/** The first picture that a viewer saw. */
type FirstSight = {
  /** Since the navigation began, in ms. */
  readonly afterMs: number;
  readonly via: string;
};

/** Opens a watch page in a profile that has never seen it, and tells when the first picture was there. */
export async function firstSight(
  context: BrowserContext,
  channel: string,
): Promise<FirstSight & { readonly watch: WatchPage }> {
  const watch = new WatchPage(await context.newPage());
  await watch.page.addInitScript(noteFirstSight);
  await watch.open(channel);
  await watch.page.waitForFunction(() => 'firstSight' in window);
  const seen = await watch.page.evaluate(
    () => (window as unknown as { firstSight: FirstSight }).firstSight,
  );
  return { ...seen, watch };
}

/** Notes when the first frame is shown of the element that the viewer sees; runs in the page. */
function noteFirstSight(): void {
  const known = new WeakSet<HTMLVideoElement>();
  const seen = (video: HTMLVideoElement, afterMs: number): void => {
    if ('firstSight' in window || video.dataset['front'] !== 'true') return;
    const { via = 'unknown' } = video.dataset;
    Object.assign(window, { firstSight: { afterMs, via } });
  };
  const follow = (video: HTMLVideoElement): void => {
    if (known.has(video)) return;
    known.add(video);
    const onFrame = (_now: number, { presentationTime }: VideoFrameCallbackMetadata): void => {
      video.requestVideoFrameCallback(onFrame);
      seen(video, presentationTime);
    };
    video.requestVideoFrameCallback(onFrame);
    // It may come forward with a picture that it has already.
    new MutationObserver(() => {
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) seen(video, performance.now());
    }).observe(video, { attributeFilter: ['data-front'] });
  };
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('video')) follow(video);
  }).observe(document, { childList: true, subtree: true });
}
