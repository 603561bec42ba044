import { test as base, type Page } from '@playwright/test';
import { StudioPage } from '../pages/studio-page.ts';
import { WatchPage } from '../pages/watch-page.ts';
import { ServerUnderTest } from './server-under-test.ts';

type Fixtures = {
  readonly studio: StudioPage;
  readonly watch: WatchPage;
  /** Another viewer, in a profile of their own. */
  readonly otherWatch: WatchPage;
};
type WorkerFixtures = { readonly server: ServerUnderTest };

/** Playwright's test with the real server, a studio and two viewers. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
    async ({}, use) => {
      const server = await ServerUnderTest.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
  studio: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
    await use(new StudioPage(await context.newPage()));
    await context.close();
  },
  watch: async ({ page }, use) => {
    await use(new WatchPage(page));
  },
  otherWatch: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
    await use(new WatchPage(await context.newPage()));
    await context.close();
  },
});

/** What went wrong in a page without anybody asking: exceptions and errors on its console. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  return errors;
}
