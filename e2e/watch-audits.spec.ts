import { expect } from '@playwright/test';
import { pages } from '@tallylight/contract';
import { watchAudits } from './rig/audits.ts';
import { collectErrors, test } from './rig/test.ts';

/** As Lighthouse's audits have them: a shift of the layout that people notice begins above this. */
const mostShift = 0.1;
/** The picture or the words that fill most of the page are there by then, in ms. */
const latestPaintMs = 2_500;
/** WCAG 2.2, success criterion 2.5.8: targets of a finger are so wide and high, in CSS pixels. */
const leastTarget = 24;
/** What is smaller is hard to read on a phone, in CSS pixels. */
const leastFont = 12;

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]) {
  for (const place of ['watch', 'embed'] as const) {
    test(`the ${place} page keeps the rules of good pages at ${viewport.width}x${viewport.height}`, async ({
      server,
      watch,
      page,
    }) => {
      await using _publisher = await server.publish();
      await page.setViewportSize(viewport);
      const errors = collectErrors(page);
      const audits = await watchAudits(page);
      await page.goto(server.url + pages[place](server.channel));
      await watch.expectMoving(1);
      await page.mouse.move(100, 100);
      await expect(watch.pause).toBeVisible();
      const found = await audits.read();
      test.info().annotations.push({ type: 'audits', description: JSON.stringify(found) });

      expect(found.shift).toBeLessThan(mostShift);
      expect(found.largestPaintMs).toBeLessThan(latestPaintMs);
      expect(found.deprecated).toEqual([]);
      expect(found.unloadListeners).toEqual([]);
      expect(errors).toEqual([]);

      const { head } = found;
      expect(head.doctype).toBe('html');
      expect(head.charset).toBe('UTF-8');
      expect(head.lang).toBe('en');
      expect(head.title).toContain('Tallylight');
      expect(head.viewport).toContain('width=device-width');
      expect(head.viewport).not.toMatch(/user-scalable=no|maximum-scale/);
      if (place === 'watch') expect(head.description).toContain(server.channel);

      const small = found.targets.filter(
        ({ width, height }) => Math.min(width, height) < leastTarget,
      );
      expect(small).toEqual([]);
      expect(found.targets.length).toBeGreaterThan(2);
      expect(found.fonts.filter(({ px }) => px < leastFont)).toEqual([]);
      expect(found.links.filter(({ href }) => !/^(https?:|mailto:)/.test(href))).toEqual([]);
      expect(found.stretched).toEqual([]);
    });
  }
}

test('a page that breaks the rules is found out', async ({ server, page }) => {
  const audits = await watchAudits(page);
  await page.goto(`${server.url}/no/such/page`);
  await page.getByRole('main').waitFor();
  await page.evaluate(async () => {
    const button = document.createElement('button');
    button.textContent = 'Small';
    button.style.cssText = 'display:block;width:20px;height:300px;font-size:9px;padding:0';
    document.body.prepend(button);
    window.addEventListener('unload', () => {});
    document
      .querySelector('main')
      ?.insertAdjacentHTML('beforeend', '<a href="javascript:0">Go</a>');
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  });
  const found = await audits.read();
  expect(found.shift).toBeGreaterThan(mostShift);
  expect(found.targets.some(({ width }) => width < leastTarget)).toBe(true);
  expect(found.fonts).toContainEqual({ text: 'Small', px: 9 });
  expect(found.unloadListeners).toEqual(['unload']);
  expect(found.links).toContainEqual({ text: 'Go', href: 'javascript:0' });
});
