import { expect } from '@playwright/test';
import { test } from './rig/test.ts';

test('a publisher who takes over is seen in the same session', async ({ server, watch }) => {
  await using first = await server.publish({ layers: 2 });
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.recordGaps();

  await using second = await server.takeOver({ layers: 2 });
  await first.lost;
  await watch.expectMoving(30);
  await watch.expectState('live');
  expect(watch.sessions).toBe(1);
  expect(await watch.longestGapMs()).toBeLessThan(2_500);
  await second.end();
  await watch.expectState('ended', 5_000);
});

test('a publisher who is lost and comes back is seen in the same session', async ({
  server,
  watch,
}) => {
  const first = await server.publish();
  await watch.open(server.channel);
  await watch.expectState('live');
  await watch.expectMoving();
  await first.vanish();
  await watch.expectState('interrupted', 10_000);

  await using second = await server.takeOver();
  await watch.expectState('live', 10_000);
  await watch.expectMoving(30);
  expect(watch.sessions).toBe(1);
  await second.end();
});

test('a viewer chooses the quality, and it is kept', async ({ server, watch }) => {
  await using publisher = await server.publish({ layers: 2 });
  await watch.open(server.channel);
  await watch.expectState('live');
  await expect.poll(() => watch.pictureWidth()).toBe(640);
  await expect(watch.quality.locator('option')).toHaveText([/^Auto/, '360p', '180p']);
  await watch.quality.selectOption('180p');
  await expect.poll(() => watch.pictureWidth()).toBe(320);
  await watch.page.reload();
  await watch.expectState('live');
  await expect(watch.quality).toHaveValue('180');
  await expect.poll(() => watch.pictureWidth()).toBe(320);
  await watch.quality.selectOption('');
  await expect.poll(() => watch.pictureWidth()).toBe(640);
  await publisher.end();
});
