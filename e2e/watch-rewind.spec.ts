import { expect } from '@playwright/test';
import { percentile } from './bench/report.ts';
import { apartTest as test, untilPackaged } from './rig/packaging-test.ts';
import { collectErrors } from './rig/test.ts';
import { paintTimeCode, timeCode } from './rig/time-code.ts';
import { pageBackMs, type Rewind, rewind } from './scenes/rewind.ts';

// What is measured here would be slowed down by recording it.
test.use({ trace: 'off' });

/** Other work on the machine makes one rewind or another longer: the bound is for the median. */
const roundsCount = 3;

test('from live the seek bar goes back to the very frame, and Live returns to WebRTC', async ({
  server,
  studio,
  watch,
}) => {
  test.setTimeout(180_000);
  const errors = collectErrors(watch.page);
  await studio.page.addInitScript(paintTimeCode, timeCode);
  await studio.goOnAir(server.channel, server.key);
  await watch.open(server.channel);
  await watch.expectState('live');
  await untilPackaged(server, pageBackMs + 5_000);
  const all: Rewind[] = [];
  for (let round = 0; round < roundsCount; round += 1) {
    all.push(await rewind(watch));
    await watch.expectMoving(30);
    await watch.page.keyboard.press('l');
    await expect(watch.main).toHaveAttribute('data-seat', 'live');
    await expect(watch.main).toHaveAttribute('data-via', 'webrtc', { timeout: 10_000 });
    await watch.expectMoving(30);
  }
  test.info().annotations.push({ type: 'rewinds', description: JSON.stringify(all) });
  expect(
    percentile(
      all.map(({ tookMs }) => tookMs),
      0.5,
    ),
  ).toBeLessThan(1_500);
  for (const { errorFrames } of all) expect(errorFrames).toBeLessThanOrEqual(1);
  expect(errors).toEqual([]);
  await studio.end();
});
