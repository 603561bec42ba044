import { expect, type Page } from '@playwright/test';
import { percentile } from './bench/report.ts';
import { lasting } from './rig/lasting.ts';
import { MediaRelay } from './rig/media-relay.ts';
import { test } from './rig/test.ts';

/** Every second half a second's packets are so late, in ms. */
const unevenMs = 250;
const turnMs = 500;
const turns = 16;
/** As near as it was: within a fifth, or within a frame of 30 a second where that is more, in ms. */
const nearShare = 1.2;
const frameMs = 34;

test('latency that an uneven network caused over WebRTC comes back down when it is even', async ({
  server,
  watch,
}) => {
  test.setTimeout(90_000);
  await using _publisher = await server.publish({ layers: 3 });
  await using relay = new MediaRelay();
  await relay.install(watch.page);
  await watch.page.addInitScript(noteHeld);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(150);
  const beforeMs = await heldMs(watch.page);

  for (let turn = 0; turn < turns; turn += 1) {
    relay.udp.delay(turn % 2 === 0 ? unevenMs : 0);
    await lasting(turnMs);
  }
  const grownMs = await heldMs(watch.page);
  relay.pass();
  const endedAtMs = Date.now();
  await expect
    .poll(() => heldMs(watch.page), { timeout: 20_000 })
    .toBeLessThan(Math.max(beforeMs * nearShare, beforeMs + frameMs));
  const facts = { beforeMs, grownMs, tookMs: Date.now() - endedAtMs };
  test.info().annotations.push({ type: 'latency', description: JSON.stringify(facts) });
  // Otherwise there was nothing to come back from.
  expect(grownMs).toBeGreaterThan(beforeMs + 2 * frameMs);
  await expect(watch.main).toHaveAttribute('data-via', 'webrtc');
});

/** How long the frames of the last second were held between their arrival and the glass: the median, in ms. */
async function heldMs(page: Page): Promise<number> {
  const frames = await page.evaluate(() => {
    const { held } = window as unknown as { held: { atMs: number; ms: number }[] };
    return held.filter(({ atMs }) => atMs > performance.now() - 1_000).map(({ ms }) => ms);
  });
  return frames.length === 0 ? Number.POSITIVE_INFINITY : percentile(frames, 0.5);
}

/** Notes how long each frame over WebRTC was held; runs in the page. */
function noteHeld(): void {
  const held: { atMs: number; ms: number }[] = [];
  Object.assign(window, { held });
  const watched = new WeakSet<HTMLVideoElement>();
  document.addEventListener(
    'playing',
    ({ target }) => {
      if (!(target instanceof HTMLVideoElement) || watched.has(target)) return;
      watched.add(target);
      const onFrame = (now: number, { receiveTime }: VideoFrameCallbackMetadata): void => {
        target.requestVideoFrameCallback(onFrame);
        if (receiveTime !== undefined) held.push({ atMs: now, ms: now - receiveTime });
      };
      target.requestVideoFrameCallback(onFrame);
    },
    true,
  );
}
