import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath, fakeDevices } from './e2e/rig/chromium.ts';

/** Tests that wait more than they work, and measure nothing that another one beside them would change. */
const sharing = [
  'chat.spec.ts',
  'conformance/**/*.spec.ts',
  'embed.spec.ts',
  'interop/{players,publishers}.spec.ts',
  'page-weight.spec.ts',
  'studio-problems.spec.ts',
  'watch-cards.spec.ts',
  'watch-faults.spec.ts',
  'watch-problems.spec.ts',
].map((pattern) => `**/e2e/${pattern}`);

/** Browser tests against the built server; each test file's worker has a server of its own. */
export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  // A studio, a server and two viewers are what two cores carry.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: [
    { name: 'sharing', testMatch: sharing, outputDir: 'test-results/sharing' },
    {
      name: 'alone',
      testMatch: '**/*.spec.ts',
      testIgnore: sharing,
      outputDir: 'test-results/alone',
    },
  ],
  use: {
    viewport: { width: 1280, height: 720 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      args: [...chromiumArguments, ...fakeDevices],
    },
  },
});
