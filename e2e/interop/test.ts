import { test as base } from '../rig/test.ts';
import { ClientPage } from './client-page.ts';
import { PageServer } from './page-server.ts';

type Fixtures = { readonly client: ClientPage };
type WorkerFixtures = { readonly pages: PageServer };

/** The rig's test with a page for somebody else's client. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  pages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
    async ({}, use) => {
      const pages = await PageServer.start();
      await use(pages);
      await pages.stop();
    },
    { scope: 'worker' },
  ],
  client: async ({ page, pages, server }, use) => {
    await use(new ClientPage(page, pages, server.url));
  },
});
