import { type BrowserContext, chromium, expect } from '@playwright/test';
import { StudioPage } from './pages/studio-page.ts';
import { chromiumArguments, chromiumPath, fakeDevices } from './rig/chromium.ts';
import { test } from './rig/test.ts';

/** A studio in a browser of its own: what it may use is decided at its start. */
async function studioIn(
  baseURL: string,
  { args = [], context = {} }: { args?: readonly string[]; context?: object } = {},
): Promise<{ studio: StudioPage; context: BrowserContext; close: () => Promise<void> }> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments, ...args],
  });
  const made = await browser.newContext({ baseURL, ...context });
  return {
    studio: new StudioPage(await made.newPage()),
    context: made,
    close: () => browser.close(),
  };
}

test('a permission that was denied is named, with the way out, and can be given without a reload', async ({
  server,
}) => {
  const { studio, context, close } = await studioIn(server.url, {
    args: ['--use-fake-device-for-media-stream'],
  });
  await studio.open(server.channel, server.key);
  await studio.useDevices.click();
  await expect(studio.main).toContainText('may not use your camera');
  await expect(studio.main).toContainText('Site settings');
  await context.grantPermissions(['camera', 'microphone']);
  await studio.tryAgain.click();
  await studio.expectState('ready');
  await close();
});

test('a computer without a camera is told so', async ({ server }) => {
  const { studio, close } = await studioIn(server.url, {
    context: { permissions: ['camera', 'microphone'] },
  });
  await studio.open(server.channel, server.key);
  await expect(studio.main).toContainText(/No camera found|Neither camera nor microphone found/);
  await expect(studio.main).toContainText('Plug it in');
  await close();
});

test('a camera that another program holds is told so, and freed without a reload', async ({
  server,
}) => {
  const { studio, context, close } = await studioIn(server.url, { args: fakeDevices });
  await context.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const real = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      if (!document.body.hasAttribute('data-freed')) {
        throw new DOMException('Could not start video source', 'NotReadableError');
      }
      return real(constraints);
    };
  });
  await studio.open(server.channel, server.key);
  await studio.useDevices.or(studio.tryAgain).first().click();
  await expect(studio.main).toContainText(/(is|are) busy/);
  await studio.page.evaluate(() => document.body.setAttribute('data-freed', ''));
  await studio.tryAgain.click();
  await studio.expectState('ready');
  await close();
});

test('an insecure address is named, with the one that works', async ({ server }) => {
  const { studio, close } = await studioIn(server.url.replace('127.0.0.1', 'studio.example'), {
    args: [...fakeDevices, '--host-resolver-rules=MAP studio.example 127.0.0.1'],
  });
  await studio.open(server.channel, server.key);
  await studio.useDevices.click();
  await expect(studio.main).toContainText('not secure enough for a camera');
  await expect(studio.main).toContainText('localhost');
  await close();
});

test('a studio link without its key, or with a wrong one, says where a good one comes from', async ({
  server,
  studio,
}) => {
  await studio.open(server.channel, null);
  await expect(studio.main).toContainText('npm start -- --new-key');
  await expect(studio.goLiveButton).toBeHidden();
  await studio.open(server.channel, 'not-the-key');
  await studio.page.reload();
  await expect(studio.main).toContainText('npm start -- --new-key');
});

test('the key survives a reload of the page, and the bar shows the level of the microphone', async ({
  server,
  studio,
}) => {
  await studio.open(server.channel, server.key);
  await studio.getReady();
  await studio.page.reload();
  await studio.getReady();
  await expect
    .poll(async () => Number(await studio.level.getAttribute('aria-valuenow')), { timeout: 8_000 })
    .toBeGreaterThan(-60);
});
