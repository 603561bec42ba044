import { expect } from '@playwright/test';
import { StudioPage } from './pages/studio-page.ts';
import { test } from './rig/test.ts';

test('a studio that is reloaded goes back on air by itself, and viewers stay', async ({
  server,
  studio,
  watch,
}) => {
  // The page asks before it goes.
  studio.page.on('dialog', (dialog) => void dialog.accept());
  await studio.goOnAir(server.channel, server.key);
  await studio.muteMicrophone.click();
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving(30);
  await watch.recordGaps();

  await studio.page.reload();
  await studio.expectState('on-air');
  await watch.expectMoving(30);
  await watch.expectState('live');
  const frozenMs = await watch.longestGapMs();
  test.info().annotations.push({ type: 'frozen', description: `${Math.round(frozenMs)} ms` });
  expect(frozenMs).toBeLessThan(2_500);
  expect(watch.sessions).toBe(1);
  // Who was muted stays muted.
  await expect(studio.muteMicrophone).toHaveAttribute('aria-pressed', 'true');

  await studio.end();
  await watch.expectState('ended');
  // What is over is over.
  await studio.page.reload();
  await studio.getReady();
});

test('another page of the tab offers to go back, and does nothing by itself', async ({
  server,
  studio,
  watch,
}) => {
  studio.page.on('dialog', (dialog) => void dialog.accept());
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');

  await studio.page.goto('about:blank');
  await watch.expectState('interrupted', 10_000);
  const again = new StudioPage(studio.page);
  await again.open(server.channel, server.key);
  await again.page.getByRole('button', { name: 'Go back on air' }).click();
  await again.expectState('on-air');
  await watch.expectState('live');
  await watch.expectMoving(30);
  expect(watch.sessions).toBe(1);
  await again.end();
});
