import { expect } from '@playwright/test';
import { packagingTest as test, untilPackaged } from './rig/packaging-test.ts';
import { collectErrors } from './rig/test.ts';
import { paintTimeCode, timeCode } from './rig/time-code.ts';
import { pageBackMs, rewind } from './scenes/rewind.ts';

// What is measured here would be slowed down by recording it.
test.use({ trace: 'off' });

test('from live the seek bar goes back to the very frame, and Live returns to WebRTC', async ({
  server,
  studio,
  watch,
}) => {
  test.setTimeout(120_000);
  const errors = collectErrors(watch.page);
  await studio.page.addInitScript(paintTimeCode, timeCode);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await untilPackaged(server, pageBackMs + 5_000);
  const { tookMs, errorMs, errorFrames } = await rewind(watch);
  test.info().annotations.push({
    type: 'rewind',
    description: `${Math.round(tookMs)} ms, off by ${errorFrames} frames, ${errorMs} ms`,
  });
  expect(errorFrames).toBeLessThanOrEqual(1);
  expect(tookMs).toBeLessThan(1_500);
  await watch.expectMoving(60);

  await watch.page.keyboard.press('l');
  await expect(watch.main).toHaveAttribute('data-seat', 'live');
  await expect(watch.main).toHaveAttribute('data-via', 'webrtc', { timeout: 10_000 });
  await watch.expectMoving(30);
  expect(errors).toEqual([]);
  await studio.end();
});
