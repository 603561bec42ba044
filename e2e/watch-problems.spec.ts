import { expect } from '@playwright/test';
import { test } from './rig/test.ts';

test('a fault of the watch page itself is said as one, with the way out', async ({
  server,
  watch,
}) => {
  await watch.page.addInitScript(() => {
    Object.defineProperty(HTMLVideoElement.prototype, 'requestVideoFrameCallback', {
      value: () => {
        throw new Error('broken on purpose');
      },
    });
  });
  await watch.open(server.channel);
  await expect(watch.main).toHaveAttribute('data-state', 'broken');
  await watch.page.getByRole('button', { name: 'Load again' }).click();
  await expect(watch.main).toHaveAttribute('data-state', 'broken');
});

test('an address that no channel can have leads home', async ({ watch }) => {
  await watch.page.goto('/watch/No_Such');
  await expect(watch.main).toHaveAttribute('data-state', 'not-found');
  await watch.page.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(watch.page.getByRole('link', { name: 'Watch live' })).toBeVisible();
});
