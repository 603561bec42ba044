import { test as base, expect } from '@playwright/test';
import { WatchPage } from './pages/watch-page.ts';
import { ServerUnderTest } from './rig/server-under-test.ts';
import { test } from './rig/test.ts';

base(
  'a full server says so, and lets the next viewer in when there is room',
  async ({ browser }) => {
    base.setTimeout(90_000);
    const server = await ServerUnderTest.start({ TALLYLIGHT_MAX_VIEWERS: '1' });
    try {
      await using _publisher = await server.publish();
      const open = async () => {
        const context = await browser.newContext({ baseURL: server.url });
        const watch = new WatchPage(await context.newPage());
        await watch.open(server.channel);
        return { context, watch };
      };
      const first = await open();
      await first.watch.expectState('live');
      const second = await open();
      await expect(second.watch.main).toContainText('The server is full', { timeout: 30_000 });
      await expect(second.watch.main).toContainText('as soon as somebody leaves');
      await first.context.close();
      await second.watch.expectState('live', 30_000);
      await second.watch.expectMoving(10);
      await second.context.close();
    } finally {
      await server.stop();
    }
  },
);

test('a channel that lets this viewer not in says so, and is not asked for ever', async ({
  server,
  watch,
}) => {
  await using _publisher = await server.publish();
  // No channel of this server is private yet: the answer is that of one that will be.
  await watch.page.route(/\/whep\/[^/]+$/, (route) =>
    route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({ title: 'Not allowed', status: 401, code: 'unauthorized' }),
    }),
  );
  await watch.open(server.channel);
  await expect(watch.main).toContainText('This broadcast is private');
  const asked = watch.sessions;
  expect(asked).toBe(1);
});

test('captions have a button and a key where there are any, and none where there are none', async ({
  server,
  watch,
}) => {
  await using _publisher = await server.publish();
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(5);
  const button = watch.page.getByRole('button', { name: 'Captions' });
  await expect(watch.statisticsButton).toBeAttached();
  await expect(button).toHaveCount(0);
  await watch.video.evaluate((video: HTMLVideoElement) => {
    video.addTextTrack('captions', 'English', 'en').mode = 'hidden';
  });
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  const mode = () =>
    watch.video.evaluate((video: HTMLVideoElement) => video.textTracks[0]?.mode ?? 'none');
  await watch.page.keyboard.press('c');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(mode).toBe('showing');
  await watch.page.keyboard.press('c');
  await expect.poll(mode).toBe('hidden');
});
