import { expect } from '@playwright/test';
import { channelViewSchema, routes } from '@tallylight/contract';
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
