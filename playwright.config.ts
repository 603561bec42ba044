import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath, fakeDevices } from './e2e/rig/chromium.ts';

/** Browser tests against the built server; each test file's worker has a server of its own. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  // A publisher, a server and two viewers are what two cores carry.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
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
