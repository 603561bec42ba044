import { expect, type Page } from '@playwright/test';
import { percentile } from './bench/report.ts';
import { lasting } from './rig/lasting.ts';
import { MediaRelay } from './rig/media-relay.ts';
import { test } from './rig/test.ts';

/** Every second half a second's packets are so late, in ms. */
const unevenMs = 250;
const turnMs = 500;
const turns = 16;
/** What is as near as it was, is so within a frame of 30 a second, in ms. */
const frameMs = 34;

test('latency that an uneven network caused over WebRTC comes back down when it is even', async ({
  server,
  watch,
}) => {
  test.setTimeout(90_000);
  await using _publisher = await server.publish({ layers: 3 });
  await using relay = new MediaRelay();
  await relay.install(watch.page);
  await watch.page.addInitScript(noteDelays);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(150);
  const beforeMs = percentile(await delaysMs(watch.page, 2_000), 0.5);

  for (let turn = 0; turn < turns; turn += 1) {
    relay.udp.delay(turn % 2 === 0 ? unevenMs : 0);
    await lasting(turnMs);
  }
  const grownMs = percentile(await delaysMs(watch.page, turns * turnMs), 0.9) - beforeMs;
  relay.pass();
  const endedAtMs = Date.now();
  const stillMs = async (): Promise<number> => {
    const delays = await delaysMs(watch.page, 1_000);
    // A picture that stands still is not back.
    return delays.length === 0 ? Number.POSITIVE_INFINITY : percentile(delays, 0.5) - beforeMs;
  };
  await expect.poll(stillMs, { timeout: 20_000 }).toBeLessThan(frameMs);
  const facts = { grownMs, tookMs: Date.now() - endedAtMs };
  test.info().annotations.push({ type: 'latency', description: JSON.stringify(facts) });
  // Otherwise there was nothing to come back from.
  expect(grownMs).toBeGreaterThan(2 * frameMs);
  await expect(watch.main).toHaveAttribute('data-via', 'webrtc');
});

/** How late each frame of the last time was against the first of all, in ms. */
async function delaysMs(page: Page, lastMs: number): Promise<number[]> {
  return page.evaluate((forMs) => {
    const { delays } = window as unknown as { delays: { atMs: number; ms: number }[] };
    return delays.filter(({ atMs }) => atMs > performance.now() - forMs).map(({ ms }) => ms);
  }, lastMs);
}

/** Notes when each frame over WebRTC was shown, against when it was due by its time stamp; runs in the page. */
function noteDelays(): void {
  const delays: { atMs: number; ms: number }[] = [];
  Object.assign(window, { delays });
  const watched = new WeakSet<HTMLVideoElement>();
  let first: { atMs: number; rtp: number } | null = null;
  document.addEventListener(
    'playing',
    ({ target }) => {
      if (!(target instanceof HTMLVideoElement) || watched.has(target)) return;
      watched.add(target);
      const onFrame = (atMs: number, { rtpTimestamp }: VideoFrameCallbackMetadata): void => {
        target.requestVideoFrameCallback(onFrame);
        if (rtpTimestamp === undefined) return;
        first ??= { atMs, rtp: rtpTimestamp };
        // Time stamps are of 90 kHz and wrap around.
        const dueMs = first.atMs + ((rtpTimestamp - first.rtp) | 0) / 90;
        delays.push({ atMs, ms: atMs - dueMs });
      };
      target.requestVideoFrameCallback(onFrame);
    },
    true,
  );
}
