import { expect } from '@playwright/test';
import { isDtls, isEndOfFrame, isRtp, MediaRelay } from './rig/media-relay.ts';
import { test } from './rig/test.ts';

test('media that is cut for one viewer stops for that one, and comes back', async ({
  server,
  studio,
  watch,
  otherWatch,
}) => {
  const relay = new MediaRelay();
  await relay.install(watch.page);
  await studio.goOnAir(server.channel, server.key);
  await otherWatch.open(server.channel);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(30);
  expect(relay.dropped).toEqual({ toServer: 0, toViewer: 0 });
  const before = relay.forwarded;
  expect(before.toServer).toBeGreaterThan(0);
  expect(before.toViewer).toBeGreaterThan(0);

  relay.cut(isRtp);
  await watch.recordGaps();
  await expect.poll(() => relay.dropped.toViewer).toBeGreaterThan(30);
  expect(relay.dropped.toServer).toBe(0);
  await otherWatch.expectMoving(30);
  relay.pass();
  await watch.expectMoving(30);
  expect(await watch.longestGapMs()).toBeGreaterThan(500);
  expect(relay.forwarded.toViewer).toBeGreaterThan(before.toViewer);

  relay.cut(isEndOfFrame);
  await otherWatch.expectMoving(10);
  const [whole, arrived] = [await watch.framesShown(), relay.forwarded.toViewer];
  await otherWatch.expectMoving(30);
  expect((await watch.framesShown()) - whole).toBeLessThan(3);
  expect(relay.forwarded.toViewer).toBeGreaterThan(arrived + 30);
  relay.pass();
  // A fresh session may be on its way by now.
  await watch.expectMoving(30, 20_000);

  relay.cut();
  const shown = await watch.framesShown();
  await expect.poll(() => relay.dropped.toServer).toBeGreaterThan(0);
  await otherWatch.expectMoving(60);
  // What was on its way is shown yet.
  expect((await watch.framesShown()) - shown).toBeLessThan(10);
  relay.pass();
  await watch.expectMoving(30, 20_000);
  await watch.expectState('live');
  await otherWatch.expectMoving(30);
  await studio.end();
  await relay.close();
});

test('where UDP is blocked media comes over TCP', async ({ server, studio, watch }) => {
  const relay = MediaRelay.udpBlocked();
  await relay.install(watch.page);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(30);
  expect(relay.udp.dropped.toServer).toBeGreaterThan(0);
  expect(relay.udp.forwarded).toEqual({ toServer: 0, toViewer: 0 });
  expect(relay.tcp.forwarded.toViewer).toBeGreaterThan(30);
  await studio.end();
  await relay.close();
});

test('a secure channel that can not be set up is known from a path that can', async ({
  server,
  studio,
  watch,
}) => {
  const relay = new MediaRelay();
  relay.cut(isDtls);
  await relay.install(watch.page);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await expect.poll(() => relay.dropped.toServer).toBeGreaterThan(1);
  expect(relay.forwarded.toServer).toBeGreaterThan(0);
  expect(relay.forwarded.toViewer).toBeGreaterThan(0);
  await watch.expectState('connecting');
  relay.pass();
  await watch.expectState('live', 20_000);
  await watch.expectMoving(30);
  await studio.end();
  await relay.close();
});

test('a line that loses and delays shows a picture yet', async ({ server, studio, watch }) => {
  const relay = new MediaRelay();
  relay.lossy(0.05);
  relay.delay(50);
  await relay.install(watch.page);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(60);
  const [lost, passed] = [relay.dropped.toViewer, relay.forwarded.toViewer];
  expect(lost / (lost + passed)).toBeGreaterThan(0.02);
  expect(lost / (lost + passed)).toBeLessThan(0.08);
  await studio.end();
  await relay.close();
});
