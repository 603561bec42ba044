import { expect } from '@playwright/test';
import { MediaRelay } from './rig/media-relay.ts';
import { packagingTest as test, untilPackaged } from './rig/packaging-test.ts';
import { collectErrors } from './rig/test.ts';
import { paintTimeCode, timeCode } from './rig/time-code.ts';
import { firstSight } from './scenes/first-sight.ts';
import { handOver } from './scenes/hand-over.ts';

// What is measured here would be slowed down by recording it.
test.use({ trace: 'off' });

test('media that is cut goes on over HLS at the same moment, and comes back to WebRTC', async ({
  server,
  studio,
  watch,
}) => {
  test.setTimeout(120_000);
  const errors = collectErrors(watch.page);
  await using relay = new MediaRelay();
  await relay.install(watch.page);
  await studio.page.addInitScript(paintTimeCode, timeCode);
  await studio.goOnAir(server.channel, server.key);
  await untilPackaged(server, 3_000);
  await watch.open(server.channel);
  await watch.expectState('live');
  const { toHls, toWebrtc, droppedPackets } = await handOver(watch, relay);
  test.info().annotations.push({
    type: 'seams',
    description: JSON.stringify({ toHls, toWebrtc, droppedPackets }),
  });
  expect(droppedPackets).toBeGreaterThan(30);
  expect(toHls.frozenMs).toBeLessThan(1_500);
  expect(Math.abs(toHls.skippedMs)).toBeLessThan(500);
  expect(toWebrtc.frozenMs).toBeLessThan(200);
  const differenceMs = toWebrtc.latencyBeforeMs - toWebrtc.latencyAfterMs;
  // What lies between two frames is shown by neither.
  expect(toWebrtc.skippedMs).toBeLessThan(differenceMs + toWebrtc.frozenMs + 1);
  expect(toWebrtc.skippedMs).toBeGreaterThan(0);
  expect(errors).toEqual([]);
  await studio.end();
});

test('where no media gets through over UDP or TCP, HLS is there within 3 s and says why', async ({
  server,
  browser,
}) => {
  // Not of a studio: one that encodes takes most of two cores, and no viewer has it beside the page.
  await using _publisher = await server.publish({ layers: 3 });
  await untilPackaged(server);
  const context = await browser.newContext({ baseURL: server.url });
  await using relay = MediaRelay.allBlocked();
  await relay.install(context);
  const { afterMs, via, watch } = await firstSight(context, server.channel);
  test.info().annotations.push({ type: 'blocked', description: `${Math.round(afterMs)} ms` });
  expect(via).toBe('hls');
  expect(afterMs).toBeLessThan(3_000);
  await watch.expectMoving(60);
  await watch.expectState('live');
  await expect(watch.main).toContainText('lets no real-time video through', { timeout: 15_000 });
  expect(relay.dropped.toServer).toBeGreaterThan(0);
  await context.close();
});
