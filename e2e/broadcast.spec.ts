import { expect } from '@playwright/test';
import { StudioPage } from './pages/studio-page.ts';
import { collectErrors, test } from './rig/test.ts';

test('a creator goes live by clicks, and others watch', async ({
  server,
  studio,
  watch,
  otherWatch,
}) => {
  const errors = collectErrors(studio.page);
  // Before: the viewer waits, and needs to do nothing when it starts.
  await watch.open(server.channel);
  await watch.expectState('offline');

  await studio.open(server.channel, server.key);
  await studio.getReady();
  // The key is taken out of the address bar, where shoulders and screenshots would read it.
  expect(studio.page.url()).not.toContain('key');
  await studio.goLive();
  await watch.expectState('live', 5_000);
  await watch.expectMoving();

  await otherWatch.open(server.channel);
  await otherWatch.expectState('live');
  await otherWatch.expectMoving();
  await using synthetic = await server.watch();
  await synthetic.firstFrame;

  await test.step('in 1280x720 at 30, once the estimate allows it', async () => {
    await expect
      .poll(() => watch.video.evaluate((video) => (video as HTMLVideoElement).videoWidth), {
        timeout: 20_000,
      })
      .toBe(1280);
  });
  await test.step('with a measured latency, viewers counted and time running', async () => {
    await expect.poll(() => watch.latencyMs()).toBeGreaterThan(0);
    expect(await watch.latencyMs()).toBeLessThan(2_000);
    await expect(studio.main).toContainText('3');
    await expect(studio.elapsed).toContainText(/0:\d\d/);
  });
  await test.step('sound: one visible control where the browser insists on silence', async () => {
    await watch.hear();
    await expect
      .poll(() => watch.video.evaluate((video) => (video as HTMLVideoElement).muted))
      .toBe(false);
  });
  await test.step('the link that the studio shares is the page that they watch', async () => {
    expect(await studio.watchLink.inputValue()).toBe(server.watchLink);
  });

  await synthetic.end();
  await studio.end();
  await watch.expectState('ended', 5_000);
  await otherWatch.expectState('ended', 5_000);
  expect(errors).toEqual([]);

  // And again, without a reload on either side.
  await studio.goLiveAgain.click();
  await studio.expectState('on-air');
  await watch.expectState('live', 8_000);
  await watch.expectMoving();
  await studio.end();
});

test('a broadcast survives the death of its media worker', async ({ server, studio, watch }) => {
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving();
  const started = await studio.elapsed.textContent();

  process.kill(server.workerPid, 'SIGKILL');
  await watch.expectState('interrupted', 5_000);
  await studio.expectState('reconnecting', 10_000);
  await studio.expectState('on-air', 20_000);
  await watch.expectState('live', 10_000);
  await watch.expectMoving();
  // The same broadcast: its time goes on.
  expect(await studio.elapsed.textContent()).not.toBe(started);
  await studio.end();
});

test('a second studio is told that somebody is live, and may take over', async ({
  server,
  studio,
  browser,
  watch,
}) => {
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving();
  await watch.recordGaps();

  const context = await browser.newContext({ baseURL: server.url });
  const other = new StudioPage(await context.newPage());
  await other.open(server.channel, server.key);
  await other.getReady();
  await other.goLiveButton.click();
  await other.takeOverDialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(other.main).toContainText(/already/i);
  await studio.expectState('on-air');

  await other.page.getByRole('button', { name: 'Take over…' }).click();
  await other.takeOverDialog.getByRole('button', { name: 'Take over' }).click();
  await other.expectState('on-air');
  await studio.expectState('ended');
  await expect(studio.main).toContainText('You are live from somewhere else now');
  await watch.expectState('live');
  await watch.expectMoving(30);
  expect(watch.sessions).toBe(1);
  expect(await watch.longestGapMs()).toBeLessThan(2_500);
  await other.end();
  await context.close();
});
