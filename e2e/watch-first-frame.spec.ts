import { expect } from '@playwright/test';
import { pages } from '@tallylight/contract';
import { EmbeddingPage } from './pages/embedding-page.ts';
import { collectErrors, test } from './rig/test.ts';

/** The scripts that come after the first, of which the page around the picture is made. */
const pageScripts = /\/assets\/page-[^/]+\.js$/;

test('the picture is there before the page around it, in its place, and plays on when that comes', async ({
  server,
  watch,
}) => {
  await using _publisher = await server.publish();
  const errors = collectErrors(watch.page);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await watch.page.route(pageScripts, async (route) => {
    await released;
    await route.continue();
  });
  await watch.open(server.channel);
  await watch.expectMoving(10);
  await expect(watch.main).toHaveCount(0);
  const early = await watch.video.boundingBox();
  await watch.page.screenshot({ path: test.info().outputPath('early.png') });
  const plays = await watch.video.evaluateHandle((video: HTMLVideoElement) => ({
    video,
    stream: video.srcObject,
  }));
  release();
  await watch.expectState('live');
  await watch.expectMoving(30);
  expect(await watch.video.boundingBox()).toEqual(early);
  const isSame = await watch.video.evaluate(
    (video: HTMLVideoElement, before) =>
      video === before.video && video.srcObject === before.stream,
    plays,
  );
  expect(isSame).toBe(true);
  expect(watch.sessions).toBe(1);
  await expect(watch.page.locator('video')).toHaveCount(2);
  expect(errors).toEqual([]);
});

test('a page that can not be loaded whole says so beneath its picture, and is whole when it can', async ({
  server,
  watch,
}) => {
  await using _publisher = await server.publish();
  await watch.page.route(pageScripts, (route) => route.abort());
  await watch.open(server.channel);
  await expect(watch.page.getByRole('alert')).toContainText('could not be loaded');
  await watch.expectMoving(10);
  await watch.page.unroute(pageScripts);
  await watch.expectState('live');
  await expect(watch.page.getByRole('alert')).toHaveCount(0);
});

test('a channel that is none is asked for no more once the page has said so', async ({ watch }) => {
  await watch.page.clock.install();
  await watch.open('nobody');
  await expect(watch.main).toHaveAttribute('data-problem', 'channel_unknown');
  await expect(watch.page.locator('video')).toHaveCount(0);
  const asked: string[] = [];
  watch.page.on('request', (request) => asked.push(request.url()));
  // Longer than from any reading to the next.
  await watch.page.clock.runFor(60_000);
  expect(asked).toEqual([]);
});

test('an embedded picture is there before the player around it', async ({ server, page }) => {
  await using _publisher = await server.publish();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(pageScripts, async (route) => {
    await released;
    await route.continue();
  });
  await using embedding = await EmbeddingPage.open(
    page,
    `${server.url}${pages.embed(server.channel)}?muted=1`,
  );
  const video = embedding.frame.locator('video[data-front="true"]');
  await expect
    .poll(() =>
      video.evaluate((one: HTMLVideoElement) => one.getVideoPlaybackQuality().totalVideoFrames),
    )
    .toBeGreaterThan(10);
  const early = await video.boundingBox();
  release();
  await embedding.expectState({ state: 'live', muted: true, paused: false });
  expect(await video.boundingBox()).toEqual(early);
});
