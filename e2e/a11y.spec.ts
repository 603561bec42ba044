import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { routes, troubleStages } from '@tallylight/contract';
import { packagingTest } from './rig/packaging-test.ts';
import type { ServerUnderTest } from './rig/server-under-test.ts';
import { test } from './rig/test.ts';

/** What a person who hears the page, or uses it by keyboard alone, would stumble over. */
async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** One viewer has every trouble there is. */
async function reportTroubles(server: ServerUnderTest): Promise<void> {
  for (const stage of troubleStages) {
    await fetch(server.url + routes.troubles(server.channel), {
      method: 'POST',
      body: JSON.stringify({ viewer: 'everything-fails', stage }),
    });
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBeLessThanOrEqual(0);
}

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]) {
  test(`no page has a serious fault at ${viewport.width}x${viewport.height}`, async ({
    server,
    studio,
    watch,
    page,
  }) => {
    // Eight examinations of two pages, two of them with video running.
    test.setTimeout(120_000);
    await page.setViewportSize(viewport);
    await studio.page.setViewportSize(viewport);
    await page.goto('/');
    expect(await seriousFaults(page)).toEqual([]);
    const lost = await page.goto('/no/such/page');
    expect(lost?.status()).toBe(404);
    await expect(page.getByRole('main')).toBeVisible();
    expect(await seriousFaults(page)).toEqual([]);
    await page.goto('/watch/nobody');
    await expect(page.getByRole('main')).toContainText('nobody');
    expect(await seriousFaults(page)).toEqual([]);

    await watch.open(server.channel);
    await watch.expectState('offline');
    expect(await seriousFaults(page)).toEqual([]);
    await expectNoSidewaysScroll(page);

    await studio.open(server.channel, server.key);
    await studio.getReady();
    await expect(studio.goLiveButton).toBeInViewport({ ratio: 1 });
    expect(await seriousFaults(studio.page)).toEqual([]);
    await studio.goLive();
    await watch.expectState('live');
    await expect(watch.pause).toBeVisible();
    await reportTroubles(server);
    await expect(studio.troubles.getByRole('listitem')).toHaveCount(troubleStages.length);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await seriousFaults(studio.page)).toEqual([]);
    await expectNoSidewaysScroll(studio.page);
    await expectNoSidewaysScroll(page);

    await studio.endButton.click();
    await expect(studio.endDialog).toBeVisible();
    expect(await seriousFaults(studio.page)).toEqual([]);
    await studio.page.keyboard.press('Escape');
    await studio.end();
    await watch.expectState('ended');
    expect(await seriousFaults(studio.page)).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
  });
}

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
  { width: 360, height: 640 },
  { width: 640, height: 360 },
]) {
  const size = `${viewport.width}x${viewport.height}`;
  packagingTest(
    `the watch page has no serious fault in any state at ${size}`,
    async ({ server, watch, page }) => {
      packagingTest.setTimeout(120_000);
      await page.setViewportSize(viewport);
      const expectNoFault = async (): Promise<void> => {
        expect(await seriousFaults(page)).toEqual([]);
        await expectNoSidewaysScroll(page);
      };
      await using publisher = await server.publish({ layers: 3 });
      await watch.open(server.channel);
      await watch.expectState('live');
      await expect(watch.seek).toBeVisible({ timeout: 20_000 });
      await page.mouse.move(10, 100);
      for (const control of [watch.pause, watch.live, watch.fullscreen]) {
        await expect(control).toBeInViewport({ ratio: 1 });
      }
      await expectNoFault();

      await page.keyboard.press('ArrowLeft');
      await expect(watch.main).toHaveAttribute('data-seat', 'behind');
      await page.keyboard.press('k');
      await expect(watch.play).toBeVisible();
      await expectNoFault();
      if (await watch.more.isVisible()) {
        await watch.more.click();
        await expect(watch.statisticsButton).toBeVisible();
        await expectNoFault();
        await page.keyboard.press('Escape');
        await expect(watch.more).toBeFocused();
      }
      await page.keyboard.press('i');
      await expect(watch.statistics.getByRole('img')).toBeVisible();
      await expectNoFault();
      await page.keyboard.press('Escape');
      await expect(watch.statistics).toBeHidden();
      await page.keyboard.press('?');
      await expect(watch.keys).toBeVisible();
      await expectNoFault();
      await page.keyboard.press('Escape');
      await expect(watch.keys).toBeHidden();
      await page.keyboard.press('l');
      await expect(watch.main).toHaveAttribute('data-seat', 'live');

      await publisher.end();
      await watch.expectState('ended');
      await expect(watch.replay).toBeInViewport({ ratio: 1 });
      await expectNoFault();
      await watch.replay.click();
      await expect(watch.main).toHaveAttribute('data-seat', 'recording');
      await watch.expectState('live');
      await expectNoFault();
    },
  );
}

test('a broadcast begins and ends by keyboard alone', async ({ server, studio }) => {
  await studio.open(server.channel, server.key);
  await studio.useDevices.or(studio.goLiveButton).first().waitFor();
  if (await studio.useDevices.isVisible()) {
    await studio.useDevices.focus();
    await studio.page.keyboard.press('Enter');
  }
  await studio.expectState('ready');
  await studio.goLiveButton.focus();
  await studio.page.keyboard.press('Enter');
  await studio.expectState('on-air');
  await studio.endButton.focus();
  await studio.page.keyboard.press('Enter');
  await expect(studio.endDialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await studio.page.keyboard.press('Escape');
  await expect(studio.endDialog).toBeHidden();
  await expect(studio.endButton).toBeFocused();
  await studio.end();
});
