import { expect } from '@playwright/test';
import { type ChannelView, routes } from '@tallylight/contract';
import type { ServerUnderTest } from './rig/server-under-test.ts';
import { test } from './rig/test.ts';

/** Whether each layer comes in at the server, lowest first. */
async function flowing(server: ServerUnderTest): Promise<boolean[]> {
  const response = await fetch(server.url + routes.channel(server.channel));
  const { broadcast } = (await response.json()) as ChannelView;
  return (broadcast?.layers ?? []).map(({ active }) => active);
}

test('layers that nobody takes rest at the studio, and are back within a second of being wanted', async ({
  server,
  studio,
  watch,
}) => {
  await studio.goOnAir(server.channel, server.key);
  await expect.poll(() => flowing(server), { timeout: 15_000 }).toEqual([true, false, false]);
  await expect(studio.health).toContainText('1 of 3');
  await expect(studio.health).toContainText('so they rest');

  const asked = watch.page.waitForRequest((request) => request.url().startsWith(server.whep));
  await watch.open(server.channel);
  await asked;
  const wantedAt = performance.now();
  await expect
    .poll(() => flowing(server), { timeout: 5_000, intervals: [20] })
    .toEqual([true, true, true]);
  const backMs = performance.now() - wantedAt;
  test.info().annotations.push({ type: 'back', description: `${Math.round(backMs)} ms` });
  expect(backMs).toBeLessThan(1_000);
  await expect.poll(() => watch.pictureWidth(), { timeout: 20_000 }).toBe(1280);
  await expect(studio.health).toContainText('3 of 3');
  await expect(studio.health).not.toContainText('so they rest');

  await test.step('who chooses the lowest lets the others rest', async () => {
    await watch.quality.selectOption('180p');
    await expect.poll(() => flowing(server), { timeout: 15_000 }).toEqual([true, false, false]);
    await watch.expectMoving(20);
  });
  await test.step('and may have them again', async () => {
    await expect(watch.quality.locator('option')).toHaveText([/^Auto/, '720p', '360p', '180p']);
    await watch.quality.selectOption('720p');
    await expect.poll(() => watch.pictureWidth(), { timeout: 20_000 }).toBe(1280);
  });
  await studio.end();
});
