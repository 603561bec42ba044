import { expect } from '@playwright/test';
import { type ChannelView, limits, routes } from '@tallylight/contract';
import type { ServerUnderTest } from './rig/server-under-test.ts';
import { test } from './rig/test.ts';

async function channel(server: ServerUnderTest): Promise<ChannelView> {
  return (await fetch(server.url + routes.channel(server.channel))).json() as Promise<ChannelView>;
}

/** What a viewer's page says. */
async function say(server: ServerUnderTest, path: string, body: object): Promise<void> {
  const response = await fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(204);
}

test('title and start are kept as they are typed, by keyboard, and told to viewers', async ({
  server,
  studio,
}) => {
  const { page } = studio;
  await studio.open(server.channel, server.key);
  await studio.titleField.focus();
  await page.keyboard.type('Friday night');
  await expect(studio.details).toContainText('Saved.');
  expect(await channel(server)).toMatchObject({ title: 'Friday night', startsAtMs: null });

  await page.keyboard.press('Tab');
  await expect(studio.startField).toBeFocused();
  await page.keyboard.type('11');
  await studio.startField.blur();
  await expect(studio.details.getByRole('alert')).toContainText('both a day and a time');
  await studio.startField.fill('2001-01-01T20:00');
  await expect(studio.details.getByRole('alert')).toContainText('has passed');
  expect(await channel(server)).toMatchObject({ startsAtMs: null });
  const year = new Date().getFullYear() + 1;
  await studio.startField.fill(`${year}-01-02T20:00`);
  await studio.startField.blur();
  const startsAtMs = await page.evaluate((text) => new Date(text).getTime(), `${year}-01-02T20:00`);
  await expect.poll(async () => (await channel(server)).startsAtMs).toBe(startsAtMs);

  await page.reload();
  await expect(studio.titleField).toHaveValue('Friday night');
  await expect(studio.startField).toHaveValue(`${year}-01-02T20:00`);

  await studio.getReady();
  await studio.goLive();
  await expect(studio.startField).toBeHidden();
  await studio.titleField.fill('Friday night, second half');
  await studio.titleField.blur();
  await expect.poll(async () => (await channel(server)).title).toBe('Friday night, second half');
  await studio.end();
});

test('a title that the server did not take is said to be, and kept at the next try', async ({
  server,
  studio,
}) => {
  await studio.open(server.channel, server.key);
  const path = `**${routes.details(server.channel)}`;
  await studio.page.route(path, (route) => route.abort());
  await studio.titleField.fill('Offline');
  await expect(studio.details).toContainText('the server did not take it');
  await studio.page.unroute(path);
  await studio.details.getByRole('button', { name: 'Try again' }).click();
  await expect(studio.details).toContainText('Saved.');
  expect((await channel(server)).title).toBe('Offline');
});

test('viewers who say that they are there are counted, and why they suffer is told', async ({
  server,
  studio,
}) => {
  await studio.goOnAir(server.channel, server.key);
  await expect(studio.troubles).toBeHidden();
  const viewers = ['viewer-1', 'viewer-2', 'viewer-3'];
  for (const viewer of viewers) {
    await say(server, routes.presence(server.channel), { viewer, via: 'hls' });
    await say(server, routes.troubles(server.channel), { viewer, stage: 'ice-udp' });
  }
  await say(server, routes.troubles(server.channel), { viewer: 'viewer-1', stage: 'no-key-frame' });
  const items = studio.troubles.getByRole('listitem');
  await expect(items).toHaveCount(2);
  await expect(items.first()).toContainText('3 viewers can’t get real-time video over UDP.');
  await expect(items.last()).toContainText('1 viewer got no key frame.');
  await expect(studio.page.getByRole('banner')).toContainText('3', {
    timeout: limits.presenceMs / 2,
  });
  await studio.end();
  await expect(studio.troubles).toBeHidden();
  await expect(studio.main).toContainText('Most viewers at once');
  await expect(studio.page.getByText('Most viewers at once').locator('..')).toContainText('3');
});
