import { expect } from '@playwright/test';
import { percentile } from './bench/report.ts';
import { WatchPage } from './pages/watch-page.ts';
import { MediaRelay } from './rig/media-relay.ts';
import { apartTest as test, untilPackaged } from './rig/packaging-test.ts';
import { collectErrors } from './rig/test.ts';
import { paintTimeCode, timeCode } from './rig/time-code.ts';
import { firstSight } from './scenes/first-sight.ts';
import { type HandOvers, handOver } from './scenes/hand-over.ts';

// What is measured here would be slowed down by recording it.
test.use({ trace: 'off' });

/** Other work on the machine makes one cut or another longer: the bounds are for the median. */
const roundsCount = 3;

test('media that is cut goes on over HLS at the same moment, and comes back to WebRTC', async ({
  server,
  studio,
  viewing,
}) => {
  test.setTimeout(180_000);
  await studio.page.addInitScript(paintTimeCode, timeCode);
  await studio.goOnAir(server.channel, server.key);
  await untilPackaged(server, 3_000);
  const all: HandOvers[] = [];
  for (let round = 0; round < roundsCount; round += 1) {
    const context = await viewing.newContext({ baseURL: server.url });
    await using relay = new MediaRelay();
    await relay.install(context);
    const watch = new WatchPage(await context.newPage());
    const errors = collectErrors(watch.page);
    await watch.open(server.channel);
    await watch.expectState('live');
    all.push(await handOver(watch, relay));
    expect(errors).toEqual([]);
    await context.close();
  }
  test.info().annotations.push({ type: 'seams', description: JSON.stringify(all) });
  expect(
    percentile(
      all.map(({ toHls }) => toHls.frozenMs),
      0.5,
    ),
  ).toBeLessThan(1_500);
  expect(
    percentile(
      all.map(({ toWebrtc }) => toWebrtc.frozenMs),
      0.5,
    ),
  ).toBeLessThan(200);
  for (const { toHls, toWebrtc, droppedPackets } of all) {
    expect(droppedPackets).toBeGreaterThan(30);
    expect(Math.abs(toHls.skippedMs)).toBeLessThan(500);
    const differenceMs = toWebrtc.latencyBeforeMs - toWebrtc.latencyAfterMs;
    // What lies between two frames is shown by neither.
    expect(toWebrtc.skippedMs).toBeLessThan(differenceMs + toWebrtc.frozenMs + 1);
    expect(toWebrtc.skippedMs).toBeGreaterThan(0);
  }
  await studio.end();
});

test('where no media gets through over UDP or TCP, HLS is there within 3 s and says why', async ({
  server,
  viewing,
}) => {
  test.setTimeout(120_000);
  // Not of a studio: one that encodes takes most of two cores, and no viewer has it beside the page.
  await using _publisher = await server.publish({ layers: 3 });
  await untilPackaged(server);
  const all: number[] = [];
  for (let round = 0; round < roundsCount; round += 1) {
    const context = await viewing.newContext({ baseURL: server.url });
    await using relay = MediaRelay.allBlocked();
    await relay.install(context);
    const { afterMs, via, watch } = await firstSight(context, server.channel);
    all.push(afterMs);
    expect(via).toBe('hls');
    await watch.expectMoving(60);
    await watch.expectState('live');
    await expect(watch.main).toContainText('lets no real-time video through', { timeout: 15_000 });
    expect(relay.dropped.toServer).toBeGreaterThan(0);
    await context.close();
  }
  test.info().annotations.push({ type: 'blocked', description: JSON.stringify(all) });
  expect(percentile(all, 0.5)).toBeLessThan(3_000);
});
