import { expect, type Page } from '@playwright/test';
import { lasting } from './rig/lasting.ts';
import { MediaRelay } from './rig/media-relay.ts';
import { packagingTest as test, untilPackaged } from './rig/packaging-test.ts';
import { Sight } from './rig/sight.ts';
import { paintTimeCode, timeCode } from './rig/time-code.ts';

/** What goes wrong around a viewer who does nothing about it. */

const media = '**/media/test/*/**';
/** A wait without a word of what it is for, in ms: no longer than this. */
const bareSpinnerMs = 10_000;

test('playlists that answer 500 for ten seconds are got over', async ({ server, watch }) => {
  test.setTimeout(90_000);
  await using _publisher = await server.publish({ layers: 3 });
  await watch.open(server.channel, 'hls');
  await watch.expectState('live');
  await watch.expectMoving(60);
  let refused = 0;
  await watch.page.route('**/media/**/*.m3u8*', async (route) => {
    refused += 1;
    await route.fulfill({ status: 500, body: 'broken on purpose' });
  });
  await expect.poll(() => refused, { timeout: 10_000 }).toBeGreaterThan(2);
  await watch.expectState('interrupted');
  await expectWords(watch.page);
  await lasting(10_000);
  await watch.page.unroute('**/media/**/*.m3u8*');
  await watch.expectState('live', 10_000);
  await watch.expectMoving(60);
});

test('a part that is gone costs a moment, not the broadcast', async ({ server, watch }) => {
  test.setTimeout(60_000);
  await using _publisher = await server.publish({ layers: 3 });
  await watch.open(server.channel, 'hls');
  await watch.expectState('live');
  await watch.expectMoving(60);
  let gone = 0;
  await watch.page.route(media, async (route) => {
    const isPart = /p\/\d+(\.\d+)?\.m4s/.test(route.request().url());
    if (!isPart || gone >= 3) return route.fallback();
    gone += 1;
    return route.fulfill({ status: 404, body: 'gone' });
  });
  await expect.poll(() => gone).toBe(3);
  await watch.expectMoving(90, 15_000);
  await watch.expectState('live');
});

test('an answer that is no SDP leaves HLS, and is said', async ({ server, watch }) => {
  await using _publisher = await server.publish({ layers: 3 });
  await untilPackaged(server);
  await watch.page.route('**/whep/test*', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 201,
          headers: { 'content-type': 'application/sdp', location: '/whep/test/x' },
          body: 'this is no SDP',
        })
      : route.fallback(),
  );
  await watch.open(server.channel);
  await expect(watch.main).toHaveAttribute('data-via', 'hls');
  await watch.expectState('live');
  await watch.expectMoving(30);
  await expect(watch.main).toContainText('could not be set up with this server');
});

test('a viewer outlives the server: it comes back with it, without a reload', async ({
  server,
  studio,
  watch,
}) => {
  test.setTimeout(90_000);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(30);
  await watch.page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await server.restart();
  await studio.expectState('on-air', 30_000);
  await watch.expectState('live', 30_000);
  await watch.expectMoving(60);
  expect(await watch.page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await studio.end();
});

test('a clock that is off by an hour shows in nothing', async ({ server, studio, watch }) => {
  test.setTimeout(60_000);
  await watch.page.addInitScript(() => {
    const origin = performance.timeOrigin + 3_600_000;
    const now = Date.now.bind(Date);
    Date.now = () => now() + 3_600_000;
    Object.defineProperty(Performance.prototype, 'timeOrigin', { get: () => origin });
  });
  await studio.page.addInitScript(paintTimeCode, timeCode);
  await studio.goOnAir(server.channel, server.key);
  await untilPackaged(server, 8_000);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(60);
  const sight = await Sight.of(watch);
  await watch.expectMoving(60);
  const frames = await sight.frames();
  // The page dates what it sees by its own clock.
  const trueMs = (frames.at(-1)?.latencyMs ?? Number.NaN) - 3_600_000;
  const shownMs = (await watch.latencyMs()) ?? Number.NaN;
  expect(Math.abs(shownMs - trueMs)).toBeLessThan(150);
  await studio.end();
});

test('a browser whose WebRTC is broken, and one whose HLS is, each play the other way', async ({
  server,
  watch,
  otherWatch,
}) => {
  test.setTimeout(90_000);
  await using _publisher = await server.publish({ layers: 3 });
  await untilPackaged(server);
  await watch.page.addInitScript(() => {
    RTCPeerConnection.prototype.addTransceiver = () => {
      throw new Error('broken on purpose');
    };
  });
  await watch.open(server.channel);
  await expect(watch.main).toHaveAttribute('data-via', 'hls');
  await watch.expectState('live');
  await watch.expectMoving(30);

  await using relay = new MediaRelay();
  await relay.install(otherWatch.page);
  await otherWatch.page.route('**/assets/session-factory*', (route) => route.abort());
  await otherWatch.open(server.channel);
  await otherWatch.expectState('live');
  await otherWatch.expectMoving(30);
  relay.cut();
  await otherWatch.expectState('interrupted', 10_000);
  await expectWords(otherWatch.page);
  expect(relay.dropped.toViewer).toBeGreaterThan(0);
  relay.pass();
  await otherWatch.expectState('live', 20_000);
  await expect(otherWatch.main).toHaveAttribute('data-via', 'webrtc');
  await otherWatch.expectMoving(30);
});

/** There are words over a picture that stands still. */
async function expectWords(page: Page): Promise<void> {
  await expect(page.locator('.state-card')).toContainText(/\w+/, { timeout: bareSpinnerMs });
}
