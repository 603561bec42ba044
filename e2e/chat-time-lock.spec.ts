import { expect } from '@playwright/test';
import { measureTimeLock } from './chat/time-lock.ts';
import { packagingTest as test } from './rig/packaging-test.ts';

test('a message is shown to who is behind beside the frame that its sender saw', async ({
  server,
  browser,
}) => {
  test.setTimeout(90_000);
  const errors = await measureTimeLock(server, { viewing: browser, count: 5 });
  const [, , median = Number.NaN] = errors.toSorted((a, b) => a - b);
  // The bench tells how near. Who is over a second behind would be shown it that much too early.
  expect(Math.abs(median)).toBeLessThan(400);
});
