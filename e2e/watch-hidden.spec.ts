import { expect } from '@playwright/test';
import { packagingTest as test, untilPackaged } from './rig/packaging-test.ts';
import { hideAndReturn } from './scenes/hidden.ts';

/** Longer than what a player loads ahead; the bench hides them for two minutes. */
const hiddenMs = 30_000;

test('a tab that comes back is live within a second, over WebRTC and over HLS', async ({
  server,
}) => {
  test.setTimeout(120_000);
  await using _publisher = await server.publish();
  await untilPackaged(server, 5_000);
  const all = await hideAndReturn(server, hiddenMs);
  test.info().annotations.push({ type: 'returns', description: JSON.stringify(all) });
  expect(all.map(({ via }) => via)).toEqual(['webrtc', 'hls']);
  for (const { wasHidden, tookMs } of all) {
    expect(wasHidden).toBe(true);
    expect(tookMs).toBeLessThan(1_000);
  }
});
