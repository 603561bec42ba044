import { type Browser, chromium, expect } from '@playwright/test';
import { WatchPage } from './pages/watch-page.ts';
import { chromiumArguments, fakeDevices } from './rig/chromium.ts';
import { ServerUnderTest } from './rig/server-under-test.ts';
import { SessionPage } from './rig/session-page.ts';
import { test as base } from './rig/test.ts';
import { ViewerNetwork } from './rig/viewer-network.ts';

type Fixtures = {
  /** The server as the viewer's network has it. */
  readonly origin: string;
  /** The viewer's browser, on a network of its own. */
  readonly viewer: Browser;
  /** Whether pages may use camera and microphone. */
  readonly hasDevices: boolean;
};

type WorkerFixtures = { readonly server: ServerUnderTest; readonly network: ViewerNetwork };

/** A viewer whose machine changes its address, with two real ones. It takes root. */
const test = base.extend<Fixtures, WorkerFixtures>({
  network: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
    async ({}, use) => {
      await using network = await ViewerNetwork.create();
      await use(network);
    },
    { scope: 'worker' },
  ],
  server: [
    // The network comes first: media is bound to the addresses that there are.
    async ({ network: _ }, use) => {
      const server = await ServerUnderTest.start({
        TALLYLIGHT_HOST: '0.0.0.0',
        TALLYLIGHT_ANNOUNCED_ADDRESSES: `127.0.0.1,${ViewerNetwork.serverAddress}`,
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  origin: ({ server }, use) => use(server.url.replace('127.0.0.1', ViewerNetwork.serverAddress)),
  hasDevices: [true, { option: true }],
  viewer: async ({ network, origin, hasDevices }, use) => {
    const browser = await chromium.launch({
      executablePath: network.chromium,
      args: [
        ...chromiumArguments,
        `--unsafely-treat-insecure-origin-as-secure=${origin}`,
        ...(hasDevices ? fakeDevices : []),
      ],
    });
    await use(browser);
    await browser.close();
  },
});

// Where pages may use devices, Chromium binds media to the address of each network, and says nothing when one goes.
// Where they may not, it leaves the address to the system, and the next check of the way mends it.
for (const hasDevices of [true, false]) {
  test.describe(hasDevices ? 'bound to an address' : 'bound to none', () => {
    test.use({ hasDevices });

    test('an ICE restart finds the server from the new address, in the same session', async ({
      server,
      network,
      origin,
      viewer,
    }) => {
      await using _publisher = await server.publish({ layers: 1 });
      const session = new SessionPage(await viewer.newPage());
      await session.open(`${origin}/whep/${server.channel}`);
      await session.watch.recordGaps();
      await network.change();
      const tookMs = await session.restartIce();
      expect(tookMs).toBeLessThan(3_000);
      await session.watch.expectMoving(30);
      const gapMs = await session.watch.longestGapMs();
      test.info().annotations.push({ type: 'gap', description: `${gapMs} ms` });
      expect(gapMs).toBeLessThan(3_000);
      expect(await session.state()).toBe('connected');
      expect(session.watch.sessions).toBe(1);
    });

    test('the watch page has media again within 3 s, and is the same page', async ({
      server,
      network,
      origin,
      viewer,
    }) => {
      await using _publisher = await server.publish({ layers: 1 });
      const context = await viewer.newContext({ baseURL: origin });
      const watch = new WatchPage(await context.newPage());
      await watch.open(server.channel);
      await watch.expectState('live');
      await watch.expectMoving(60);
      await watch.page.evaluate(() => Object.assign(window, { sameDocument: true }));
      await watch.recordGaps();
      await network.change();
      await expect.poll(() => watch.longestGapMs()).toBeGreaterThan(100);
      await watch.expectMoving(60);
      await watch.expectState('live');
      const gapMs = await watch.longestGapMs();
      test.info().annotations.push({ type: 'gap', description: `${gapMs} ms` });
      expect(gapMs).toBeLessThan(3_000);
      expect(watch.sessions).toBe(1);
      expect(await watch.page.evaluate(() => 'sameDocument' in window)).toBe(true);
    });
  });
}

test('a restart that the server refuses leaves the session as it is, and the next one works', async ({
  server,
  page,
}) => {
  await using _publisher = await server.publish({ layers: 1 });
  const session = new SessionPage(page);
  await session.open(server.whep);
  await page.route('**/whep/**', (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ status: 503 }) : route.fallback(),
  );
  expect(await session.restartIce()).toBe('http at request');
  await session.watch.expectMoving(30);
  await page.unroute('**/whep/**');
  expect(await session.restartIce()).toBeLessThan(3_000);
  await session.watch.expectMoving(30);
  expect(await session.state()).toBe('connected');
  expect(session.watch.sessions).toBe(1);
});
