import { type BrowserContext, expect } from '@playwright/test';
import { WatchPage } from './pages/watch-page.ts';
import { ffmpegProcesses } from './rig/ffmpeg-process.ts';
import { packagingTest as test } from './rig/packaging-test.ts';
import type { ServerUnderTest } from './rig/server-under-test.ts';
import { collectErrors } from './rig/test.ts';
import { paintTimeCode, readTimeCode, type SeenFrame, timeCode } from './rig/time-code.ts';

test('a viewer watches over HLS: picture, sound, sizes and a latency that is true', async ({
  server,
  studio,
  watch,
}) => {
  test.setTimeout(120_000);
  const errors = collectErrors(watch.page);
  await studio.page.addInitScript(paintTimeCode, timeCode);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel, 'hls');
  await watch.expectState('live');
  await watch.expectMoving(30);
  expect(watch.sessions).toBe(0);

  await test.step('with sound', async () => {
    await watch.hear();
    const audioBytes = () =>
      watch.video.evaluate(
        (video) =>
          (video as unknown as { webkitAudioDecodedByteCount: number }).webkitAudioDecodedByteCount,
      );
    const before = await audioBytes();
    await expect.poll(audioBytes).toBeGreaterThan(before);
    expect(await watch.video.evaluate((video) => (video as HTMLVideoElement).muted)).toBe(false);
  });
  await test.step('in the size that was chosen', async () => {
    const height = () => watch.video.evaluate((video) => (video as HTMLVideoElement).videoHeight);
    await expect(watch.quality.locator('option')).toHaveCount(3, { timeout: 30_000 });
    await watch.quality.selectOption('180');
    await expect.poll(height).toBe(180);
    await watch.quality.selectOption('360');
    await expect.poll(height).toBe(360);
  });
  await test.step('the badge says what the time code in the picture says', async () => {
    await watch.page.evaluate(readTimeCode, timeCode);
    const seen = () =>
      watch.page.evaluate(() => (window as unknown as { seenFrames: SeenFrame[] }).seenFrames);
    await expect.poll(async () => (await seen()).length).toBeGreaterThan(60);
    const recent = (await seen()).slice(-30).map(({ latencyMs }) => latencyMs);
    const trueMs = recent.toSorted((a, b) => a - b)[15] ?? Number.NaN;
    const shownMs = (await watch.latencyMs()) ?? Number.NaN;
    test.info().annotations.push({ type: 'latency', description: `${shownMs} of ${trueMs} ms` });
    expect(Math.abs(shownMs - trueMs)).toBeLessThan(trueMs * 0.2);
    expect(trueMs).toBeLessThan(2_500);
  });
  await test.step('another way is one choice, which the address keeps', async () => {
    await watch.delivery.selectOption('webrtc');
    await expect(watch.main).toHaveAttribute('data-via', 'webrtc');
    await watch.expectState('live');
    await watch.expectMoving(30);
    expect(watch.sessions).toBe(1);
    expect(watch.page.url()).not.toContain('via=');
    await watch.delivery.selectOption('hls');
    await watch.expectState('live');
    await watch.expectMoving(30);
    expect(watch.page.url()).toContain('via=hls');
  });

  await studio.end();
  await watch.expectState('ended', 10_000);
  expect(errors).toEqual([]);

  await test.step('the next broadcast starts by itself', async () => {
    await studio.goLiveAgain.click();
    await studio.expectState('on-air');
    await watch.expectState('live', 15_000);
    await watch.expectMoving(30);
  });
  await studio.end();
});

test('a viewer over HLS gets past a death of FFmpeg', async ({ server, watch }) => {
  await using _publisher = await server.publish({ layers: 3 });
  await watch.open(server.channel, 'hls');
  await watch.expectState('live');
  await watch.expectMoving(90);
  await watch.recordGaps();

  const killed = ffmpegPids(server);
  expect(killed.length).toBeGreaterThan(0);
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  await expect
    .poll(() => ffmpegPids(server).filter((pid) => !killed.includes(pid)).length)
    .toBeGreaterThan(0);
  await watch.expectMoving(60, 15_000);
  await watch.expectState('live');
  const frozenMs = await watch.longestGapMs();
  test.info().annotations.push({ type: 'frozen', description: `${Math.round(frozenMs)} ms` });
  expect(frozenMs).toBeLessThan(4_000);
});

test('a viewer over HLS waits for a publisher who was lost', async ({ server, studio, watch }) => {
  studio.page.on('dialog', (dialog) => void dialog.accept());
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel, 'hls');
  await watch.expectState('live');
  await watch.expectMoving(60);
  await watch.page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await studio.page.goto('about:blank');
  await watch.expectState('interrupted', 15_000);
  await studio.open(server.channel, server.key);
  await studio.page.getByRole('button', { name: 'Go back on air' }).click();
  await studio.expectState('on-air');
  await watch.expectState('live', 15_000);
  await watch.expectMoving(60);
  expect(await watch.page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await studio.end();
});

test('a browser without WebRTC gets HLS by itself, and is told', async ({
  server,
  studio,
  browser,
}) => {
  await studio.goOnAir(server.channel, server.key);
  const context: BrowserContext = await browser.newContext({ baseURL: server.url });
  await context.addInitScript(() => {
    Object.assign(window, { RTCPeerConnection: undefined });
  });
  const watch = new WatchPage(await context.newPage());
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(30);
  await expect(watch.main).toHaveAttribute('data-via', 'hls');
  await expect(watch.main).toContainText('This browser has no WebRTC');
  await context.close();
  await studio.end();
});

function ffmpegPids(server: ServerUnderTest): number[] {
  return ffmpegProcesses(server.pid).map(({ pid }) => pid);
}
