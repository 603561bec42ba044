import { type Browser, expect } from '@playwright/test';
import { channelViewSchema, routes } from '@tallylight/contract';
import { WatchPage } from '../pages/watch-page.ts';
import { launchChromium } from './chromium.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { test } from './test.ts';

/** What a server is told that packages: what publishers send is copied, and only the sound and one rung transcoded. */
export const packagingSettings = {
  TALLYLIGHT_PACKAGER: 'true',
  TALLYLIGHT_LADDER: '720,360,144',
} as const;

/** Playwright's test with a server that packages. */
export const packagingTest = test.extend<object, { server: ServerUnderTest }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
    async ({}, use) => {
      const server = await ServerUnderTest.start(packagingSettings);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

/**
 * The same with a viewer in a browser of their own, as two people would have them: within one, the pictures that the
 * studio paints and those that the viewer sees wait for one another.
 */
export const apartTest = packagingTest.extend<object, { viewing: Browser }>({
  viewing: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
    async ({}, use) => {
      const viewing = await launchChromium();
      await use(viewing);
      await viewing.close();
    },
    { scope: 'worker' },
  ],
  watch: async ({ viewing, server }, use) => {
    const context = await viewing.newContext({ baseURL: server.url });
    await use(new WatchPage(await context.newPage()));
    await context.close();
  },
});

/** Resolves when players can go back by this much in what is on air, in ms. */
export async function untilPackaged(
  { url, channel }: Pick<ServerUnderTest, 'url' | 'channel'>,
  reachMs = 0,
): Promise<void> {
  const reach = async (): Promise<number> => {
    const response = await fetch(url + routes.channel(channel));
    const { broadcast } = channelViewSchema.parse(await response.json());
    const startedAtMs = broadcast?.packaging?.startedAtMs ?? null;
    return startedAtMs === null ? -1 : Date.now() - startedAtMs;
  };
  await expect.poll(reach, { timeout: reachMs + 15_000 }).toBeGreaterThanOrEqual(reachMs);
}
