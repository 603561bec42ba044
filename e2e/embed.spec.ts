import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { limits, type Oembed, pages, routes } from '@tallylight/contract';
import { EmbeddingPage } from './pages/embedding-page.ts';
import type { ServerUnderTest } from './rig/server-under-test.ts';
import { collectErrors, test } from './rig/test.ts';

const embedUrl = (server: ServerUnderTest, query = ''): string =>
  `${server.url}${pages.embed(server.channel)}${query}`;

/** Requests of the page, and of its frames, for a session or for media. */
function collectMedia(page: Page): string[] {
  const media: string[] = [];
  page.on('request', (request) => {
    if (/\/whep\/|\.m3u8|\.m4s|\.mp4/.test(request.url())) media.push(request.url());
  });
  return media;
}

async function framesShown(embedding: EmbeddingPage): Promise<number> {
  return embedding.frame
    .locator('video[data-front="true"]')
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
}

async function expectMoving(embedding: EmbeddingPage): Promise<void> {
  const before = await framesShown(embedding);
  await expect.poll(() => framesShown(embedding)).toBeGreaterThan(before + 5);
}

test('a page of another site plays, pauses, mutes and reads a player in its frame', async ({
  server,
  studio,
  page,
}) => {
  await studio.open(server.channel, server.key);
  await studio.getReady();
  await studio.goLive();
  const errors = collectErrors(page);
  await using embedding = await EmbeddingPage.open(page, embedUrl(server, '?muted=1'));
  await embedding.expectState({ state: 'live', via: 'webrtc', muted: true, paused: false });
  await expectMoving(embedding);
  const [first] = await embedding.heard();
  expect(first).toMatchObject({ event: 'ready', source: 'tallylight-embed', version: 1 });
  await embedding.expectState({ viewers: 1 });
  await expect.poll(async () => (await embedding.state())?.latencyMs).toBeGreaterThanOrEqual(0);

  expect(await embedding.command({ command: 'pause' })).toMatchObject({ ok: true });
  await embedding.expectState({ paused: true });
  await expect(embedding.frame.getByRole('button', { name: 'Play', exact: true })).toBeAttached();
  expect(await embedding.command({ command: 'play' })).toMatchObject({ ok: true });
  await embedding.expectState({ paused: false });
  await expectMoving(embedding);

  expect(await embedding.command({ command: 'setVolume', value: 0.3 })).toMatchObject({ ok: true });
  await embedding.expectState({ volume: 0.3 });
  await embedding.page.getByRole('heading').click();
  expect(await embedding.command({ command: 'unmute' })).toMatchObject({ ok: true });
  await embedding.expectState({ muted: false });
  await expect(
    embedding.frame.getByRole('slider', { name: 'Volume', includeHidden: true }),
  ).toHaveValue('30');
  expect(await embedding.command({ command: 'mute' })).toMatchObject({ ok: true });
  await embedding.expectState({ muted: true });

  const answer = await embedding.command({ command: 'getState' });
  expect(answer).toMatchObject({ ok: true, player: { state: 'live', volume: 0.3, muted: true } });
  const bad = await embedding.command({ command: 'setVolume', value: 11 });
  expect(bad).toMatchObject({ ok: false, error: { code: 'value_invalid' } });
  const before = (await embedding.heard()).filter(({ event }) => event === 'answer').length;
  for (const data of ['hello', { source: 'other', command: 'pause' }]) await embedding.post(data);
  await embedding.command({ command: 'getState' });
  const after = (await embedding.heard()).filter(({ event }) => event === 'answer').length;
  expect(after).toBe(before + 1);
  expect(errors).toEqual([]);
  await studio.end();
  await embedding.expectState({ state: 'ended', paused: true });
});

test('without autoplay nothing of the media is fetched until somebody presses play', async ({
  server,
  page,
}) => {
  await using _publisher = await server.publish();
  const media = collectMedia(page);
  await using embedding = await EmbeddingPage.open(page, embedUrl(server, '?autoplay=0'));
  const play = embedding.frame.getByRole('button', { name: `Play ${server.channel}` });
  await expect(play).toBeVisible();
  await expect(embedding.frame.getByText('Live', { exact: true })).toBeVisible();
  // Who watched a moment ago, in the test before, may not have been able to say farewell.
  await embedding.expectState(
    { state: 'idle', paused: true, muted: false, viewers: 0 },
    limits.presenceMs + 15_000,
  );
  expect(media).toEqual([]);
  await play.click();
  await embedding.expectState({ state: 'live', muted: false, paused: false });
  await expectMoving(embedding);
  expect(media.length).toBeGreaterThan(0);
});

test('the page around may press play as well', async ({ server, page }) => {
  await using _publisher = await server.publish();
  await using embedding = await EmbeddingPage.open(page, embedUrl(server, '?autoplay=0'));
  await embedding.expectState({ state: 'idle' });
  expect(await embedding.command({ command: 'pause' })).toMatchObject({
    error: { code: 'no_picture' },
  });
  expect(await embedding.command({ command: 'mute' })).toMatchObject({ ok: true });
  expect(await embedding.command({ command: 'play' })).toMatchObject({ ok: true });
  await embedding.expectState({ state: 'live', muted: true, paused: false });
});

test('a channel that is none is said in the frame', async ({ server, page }) => {
  const src = `${server.url}${pages.embed('nobody')}`;
  await using embedding = await EmbeddingPage.open(page, src);
  await expect(embedding.main).toContainText('nobody');
  await embedding.expectState({ state: 'unknown' });
  const fits = await embedding.main.evaluate(
    (main) => main.scrollHeight <= main.clientHeight && main.scrollWidth <= main.clientWidth,
  );
  expect(fits).toBe(true);
});

test('the player leads to the channel’s own page, in a tab of its own', async ({
  server,
  page,
}) => {
  await using embedding = await EmbeddingPage.open(page, embedUrl(server));
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    embedding.frame.getByRole('link', { name: /^Watch on / }).click(),
  ]);
  await expect(tab).toHaveURL(server.watchLink);
});

test('no other page of ours can be framed by another site', async ({ server, page }) => {
  for (const path of [pages.studio(server.channel), pages.watch(server.channel), pages.home()]) {
    await using embedding = await EmbeddingPage.open(page, `${server.url}${path}`);
    await expect(embedding.frame.locator('#root')).toHaveCount(0);
  }
});

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
  { width: 560, height: 315 },
]) {
  test(`it has no serious fault at ${viewport.width}x${viewport.height}`, async ({
    server,
    page,
  }) => {
    await page.setViewportSize(viewport);
    // What fades away has too little contrast on its way.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const expectNoFault = async (): Promise<void> => {
      await page.mouse.move(viewport.width / 2, viewport.height / 2);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const isFitting = await page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
        return scrollWidth <= clientWidth && scrollHeight <= clientHeight;
      });
      expect(isFitting).toBe(true);
    };
    const main = page.getByRole('main');
    await page.goto(pages.embed('nobody'));
    await expect(main).toContainText('nobody');
    await expectNoFault();
    await page.goto(`${pages.embed(server.channel)}?autoplay=0`);
    await expect(page.getByText('Off air')).toBeVisible();
    await expectNoFault();
    await page.goto(pages.embed(server.channel));
    await expect(main).toHaveAttribute('data-state', /offline|ended/);
    await expectNoFault();
    await using _publisher = await server.publish();
    await expect(main).toHaveAttribute('data-state', 'live', { timeout: 15_000 });
    await expect(page.getByRole('button', { name: 'Pause' })).toBeInViewport({ ratio: 1 });
    await expectNoFault();
  });
}

test('the watch page tells other sites what there is, and how to embed it', async ({
  server,
  page,
}) => {
  await page.goto(server.watchLink);
  const content = (name: string): Promise<string | null> =>
    page.locator(`meta[property="${name}"]`).getAttribute('content');
  expect(await content('og:url')).toBe(server.watchLink);
  expect(await content('og:video:url')).toBe(embedUrl(server));
  const link = page.locator('link[rel="alternate"][type="application/json+oembed"]');
  const href = (await link.getAttribute('href')) ?? '';
  expect(new URL(href).pathname).toBe(routes.oembed());
  const oembed = (await (await fetch(href)).json()) as Oembed;
  expect(oembed).toMatchObject({ type: 'video', version: '1.0', width: 640, height: 360 });
  const framed = await page.evaluate((html) => {
    const box = document.createElement('div');
    box.innerHTML = html;
    return box.querySelector('iframe')?.src;
  }, oembed.html);
  expect(framed).toBe(embedUrl(server));
  const unknown = await fetch(`${server.url}${pages.watch('nobody')}`);
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).not.toContain('og:');
});
