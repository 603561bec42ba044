import { expect, test } from '@playwright/test';
import { checkKills } from './chat/kill-check.ts';

test('nothing that was acknowledged is lost, doubled or out of order where the server is killed', async () => {
  test.setTimeout(60_000);
  const { acknowledged, problems } = await checkKills({ kills: 3, perSecond: 40 });
  expect(problems).toEqual([]);
  expect(acknowledged).toBeGreaterThan(50);
});
