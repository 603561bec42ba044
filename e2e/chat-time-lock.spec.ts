import { expect } from '@playwright/test';
import { measureTimeLock } from './chat/time-lock.ts';
import { packagingTest as test } from './rig/packaging-test.ts';

test('a message is shown to who is behind beside the frame that its sender saw', async ({
  server,
  browser,
}) => {
  test.setTimeout(90_000);
  const errors = await measureTimeLock(server, { viewing: browser, count: 5 });
  // The bench tells how near. Whoever is over a second behind would be shown it that much too early.
  for (const error of errors) expect(Math.abs(error)).toBeLessThan(400);
});
