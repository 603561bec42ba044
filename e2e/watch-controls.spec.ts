import { expect } from '@playwright/test';
import { routes } from '@tallylight/contract';
import type { WatchPage } from './pages/watch-page.ts';
import { packagingTest as test } from './rig/packaging-test.ts';
import { collectErrors } from './rig/test.ts';

/** How far back the slider stands, in ms. */
async function behindMs(watch: WatchPage): Promise<number> {
  return watch.seek.evaluate(
    (slider: HTMLInputElement) => Number(slider.max) - slider.valueAsNumber,
  );
}

/** Resolves when one can go back so far. */
async function expectWindow(watch: WatchPage, ms: number): Promise<void> {
  const windowMs = () =>
    watch.seek.evaluate((slider: HTMLInputElement) => Number(slider.max) - Number(slider.min));
  await expect.poll(windowMs, { timeout: 30_000 }).toBeGreaterThan(ms);
}

async function expectSeat(watch: WatchPage, seat: 'live' | 'behind' | 'recording'): Promise<void> {
  await expect(watch.main).toHaveAttribute('data-seat', seat);
}

test('a viewer goes back, holds the picture, and is live again', async ({
  server,
  studio,
  watch,
}) => {
  test.setTimeout(120_000);
  const errors = collectErrors(watch.page);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await expect(watch.live).toHaveAccessibleName(/^Live At the live picture/);
  await expectWindow(watch, 14_000);
  await expect(watch.seek).toHaveAttribute('aria-valuetext', /^Live, /);

  await test.step('by a key, from anywhere', async () => {
    await watch.page.keyboard.press('ArrowLeft');
    await expectSeat(watch, 'behind');
    await expect(watch.main).toHaveAttribute('data-via', 'hls');
    await expect(watch.live).toContainText('\u22120:0');
    await expect(watch.spoken).toHaveText('Behind live.');
    await watch.expectMoving();
    expect(await behindMs(watch)).toBeGreaterThan(4_000);
  });
  await test.step('by keys of the slider, which says where it is', async () => {
    const before = await behindMs(watch);
    await watch.seek.focus();
    await watch.page.keyboard.press('ArrowLeft');
    await expect.poll(() => behindMs(watch)).toBeGreaterThan(before + 3_500);
    await expect(watch.seek).toHaveAttribute('aria-valuetext', /seconds behind live, /);
    await watch.page.keyboard.press('Home');
    await expect.poll(() => behindMs(watch)).toBeGreaterThan(before + 5_000);
    await watch.expectMoving();
  });
  await test.step('a pause holds the moment', async () => {
    await watch.page.keyboard.press(' ');
    await expect(watch.play).toBeVisible();
    await expect(watch.spoken).toHaveText('Paused.');
    const before = await behindMs(watch);
    await expect.poll(() => behindMs(watch)).toBeGreaterThan(before + 1_000);
    await watch.page.keyboard.press('k');
    await expect(watch.pause).toBeVisible();
    await watch.expectMoving();
  });
  await test.step('and Live is live over WebRTC', async () => {
    await watch.live.click();
    await expectSeat(watch, 'live');
    await expect(watch.main).toHaveAttribute('data-via', 'webrtc');
    await watch.expectState('live');
    await expect(watch.live).toHaveAccessibleName(/^Live At the live picture/);
    await expect(watch.spoken).toHaveText('Live.');
    await watch.page.keyboard.press('ArrowLeft');
    await expectSeat(watch, 'behind');
    await watch.page.keyboard.press('l');
    await expectSeat(watch, 'live');
  });
  await test.step('dragging shows the time, and goes there when it is let go', async () => {
    const box = await watch.seek.boundingBox();
    if (box === null) throw new Error('the slider is not to be seen');
    const y = box.y + box.height / 2;
    await watch.page.mouse.move(box.x + box.width - 4, y);
    await watch.page.mouse.down();
    await watch.page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 });
    await expect(watch.page.locator('.seek-tip')).toContainText('\u22120:');
    await expectSeat(watch, 'live');
    await watch.page.mouse.up();
    await expectSeat(watch, 'behind');
    await watch.expectMoving();
    await watch.page.keyboard.press('l');
    await expectSeat(watch, 'live');
  });
  // A source that is taken back before the browser has opened it is told of, and harms nobody.
  expect(errors.filter((error) => !error.includes('blob:'))).toEqual([]);
  await studio.end();

  await test.step('and it is watched again when it is over, on the same page', async () => {
    await watch.expectState('ended');
    await watch.replay.click();
    await expectSeat(watch, 'recording');
    await watch.expectState('live');
    await watch.expectMoving();
    await expect(watch.main).toContainText('Recording');
    await expect(watch.seek).toHaveAttribute('aria-valuetext', /^\d+ seconds? of /);
    await watch.page.keyboard.press('End');
    await watch.expectState('ended');
    await expect(watch.main).toContainText('That was the recording');
    await watch.page.keyboard.press('Home');
    await watch.expectState('live');
    await watch.expectMoving();
  });
  await test.step('until somebody is on air again', async () => {
    await studio.goLiveAgain.click();
    await studio.expectState('on-air');
    await watch.liveNow.click();
    await expectSeat(watch, 'live');
    await watch.expectState('live');
    await watch.expectMoving();
  });
  await studio.end();
});

test('every key has its button, and none is taken while somebody types', async ({
  server,
  watch,
}) => {
  await using _publisher = await server.publish({ layers: 3 });
  await watch.open(server.channel);
  await watch.expectState('live');
  const { page, main } = watch;

  await test.step('sound', async () => {
    await watch.hear();
    await page.keyboard.press('m');
    await expect(watch.unmute).toBeVisible();
    await page.keyboard.press('m');
    await expect(watch.mute).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await expect(watch.volume).toHaveValue('95');
    await page.keyboard.press('ArrowUp');
    await expect(watch.volume).toHaveValue('100');
  });
  await test.step('theatre mode, which is remembered', async () => {
    await page.keyboard.press('t');
    await expect(main).toHaveAttribute('data-theatre', 'true');
    await expect(watch.theatre).toHaveAttribute('aria-pressed', 'true');
    const { width } = (await watch.video.boundingBox()) ?? { width: 0 };
    expect(width).toBe(1280);
    await page.reload();
    await watch.expectState('live');
    await expect(main).toHaveAttribute('data-theatre', 'true');
    await watch.theatre.click();
    await expect(main).toHaveAttribute('data-theatre', 'false');
  });
  await test.step('full screen', async () => {
    await page.keyboard.press('f');
    await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible();
    await page.keyboard.press('f');
    await expect(watch.fullscreen).toBeVisible();
  });
  await test.step('the list of keys', async () => {
    await watch.keysButton.click();
    await expect(watch.keys).toContainText('Go to live');
    await page.keyboard.press('i');
    await expect(watch.statistics).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(watch.keys).toBeHidden();
    await expect(watch.keysButton).toBeFocused();
    await page.keyboard.press('?');
    await expect(watch.keys).toBeVisible();
    await watch.keys.getByRole('button', { name: 'Close' }).click();
    await expect(watch.keys).toBeHidden();
  });
  await test.step('a menu keeps its letters', async () => {
    await watch.delivery.focus();
    await page.keyboard.press('t');
    await expect(main).toHaveAttribute('data-theatre', 'false');
  });
});

test('picture in picture follows the window', async ({ server, watch }) => {
  // A browser without a display has no small windows: this one says it has, and keeps track as the real one does.
  await watch.page.addInitScript(() => {
    let inWindow: HTMLVideoElement | null = null;
    const tell = (video: HTMLVideoElement, name: string): void => {
      video.dispatchEvent(new Event(name));
    };
    Object.defineProperty(document, 'pictureInPictureEnabled', { value: true });
    Object.defineProperty(document, 'pictureInPictureElement', { get: () => inWindow });
    HTMLVideoElement.prototype.requestPictureInPicture = async function request() {
      const before = inWindow;
      inWindow = this;
      if (before !== null) tell(before, 'leavepictureinpicture');
      tell(this, 'enterpictureinpicture');
      return {} as PictureInPictureWindow;
    };
    document.exitPictureInPicture = async () => {
      const before = inWindow;
      inWindow = null;
      if (before !== null) tell(before, 'leavepictureinpicture');
    };
  });
  await using _publisher = await server.publish({ layers: 3 });
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.smallWindow.click();
  await expect(watch.smallWindow).toHaveAttribute('aria-pressed', 'true');
  const isFront = () => watch.video.evaluate((video) => document.pictureInPictureElement === video);
  expect(await isFront()).toBe(true);
  await watch.delivery.selectOption('hls');
  await expect(watch.main).toHaveAttribute('data-via', 'hls');
  await expect.poll(isFront).toBe(true);
  await expect(watch.smallWindow).toHaveAttribute('aria-pressed', 'true');
  await watch.page.keyboard.press('p');
  await expect(watch.smallWindow).toHaveAttribute('aria-pressed', 'false');
});

test('statistics tell how it goes, and can be copied', async ({
  server,
  studio,
  watch,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await expect(watch.pause).toBeVisible();
  await watch.page.keyboard.press('i');
  await expect(watch.statistics).toBeFocused();
  await expect(watch.statisticsButton).toHaveAttribute('aria-pressed', 'true');
  for (const words of [/WebRTC over (UDP|TCP)/, /Jitter buffer\s*\d+ ms/]) {
    await expect(watch.statistics).toContainText(words);
  }
  // A machine that is busy sends smaller ones, now and then.
  const tellsSize = async (): Promise<boolean> => {
    const size = await watch.video.evaluate(
      ({ videoWidth, videoHeight }: HTMLVideoElement) => `${videoWidth} × ${videoHeight}`,
    );
    return (await watch.statistics.textContent())?.includes(`Picture${size}`) ?? false;
  };
  await expect.poll(tellsSize).toBe(true);
  await expect(watch.statistics.getByRole('img')).toHaveAccessibleName(
    /^Latency over the last two minutes: at least \d/,
  );
  await expect(watch.statistics).toContainText('Nothing has kept the picture from you.');
  await watch.statistics.getByRole('button', { name: 'Copy' }).click();
  await expect(watch.statistics.getByRole('status')).toHaveText('Copied');
  const report = await watch.page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain(`Channel: ${server.channel}\n`);
  expect(report).toMatch(/^Path: WebRTC over (UDP|TCP)$/m);
  expect(report).toContain(await watch.page.evaluate(() => navigator.userAgent));
  await watch.page.keyboard.press('Escape');
  await expect(watch.statistics).toBeHidden();
  await studio.end();
});

test('a page that got another way says why, and what was in its way', async ({ server, watch }) => {
  await watch.page.addInitScript(() => {
    Object.assign(window, { RTCPeerConnection: undefined });
  });
  await using _publisher = await server.publish({ layers: 3 });
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.page.getByRole('button', { name: 'Why?' }).click();
  await expect(watch.statistics).toContainText('This browser could not show what came.');
  await expect(watch.statistics).toContainText('HLS over HTTP');
});

test('a viewer is counted while the page is open, and the server hears of their troubles', async ({
  server,
  watch,
}) => {
  const viewers = async (): Promise<number | undefined> => {
    const view = (await (await fetch(server.url + routes.channel(server.channel))).json()) as {
      broadcast: { viewers: number } | null;
    };
    return view.broadcast?.viewers;
  };
  const told: string[] = [];
  watch.page.on('request', (request) => {
    if (request.method() !== 'POST') return;
    const { pathname } = new URL(request.url());
    told.push(pathname);
  });
  await watch.page.addInitScript(() => {
    Object.assign(window, { RTCPeerConnection: undefined });
  });
  await using _publisher = await server.publish({ layers: 3 });
  await watch.open(server.channel);
  await watch.expectState('live');
  await expect.poll(viewers).toBe(1);
  expect(told).toContain(routes.presence(server.channel));
  expect(told).toContain(routes.troubles(server.channel));
  await watch.page.goto('about:blank');
  await expect.poll(viewers).toBe(0);
});

test('before a broadcast its title and start are told, and after it the last one can be seen', async ({
  server,
  studio,
  watch,
}) => {
  const details = { title: 'Friday night', startsAtMs: Date.now() + 12 * 60_000 };
  await fetch(server.url + routes.details(server.channel), {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(details),
  });
  await studio.goOnAir(server.channel, server.key);
  await studio.end();
  await watch.open(server.channel);
  await watch.expectState('offline');
  await expect(watch.title).toHaveText('Friday night');
  await expect(watch.page).toHaveTitle(/^Friday night/);
  await expect(watch.main).toContainText(/Starts at .* \(in 1[12] minutes\)/);
  await expect(watch.replay).toBeVisible();
});
