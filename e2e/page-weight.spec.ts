import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { pages } from '@tallylight/contract';
import { test } from './rig/test.ts';

/** Gzipped JavaScript that a viewer loads before the first frame, in bytes. */
const mostBytes = 120_000;

for (const place of ['watch', 'embed'] as const) {
  test(`a viewer of the ${place} page loads less than 120 kB of JavaScript before the first frame, and it comes compressed`, async ({
    server,
    watch,
  }) => {
    await using _publisher = await server.publish();
    // What comes after the first picture keeps nobody from it.
    await watch.page.addInitScript(() => {
      const first = (): void => {
        Object.assign(window, { firstFrameMs: performance.now() });
        document.removeEventListener('loadeddata', first, true);
      };
      document.addEventListener('loadeddata', first, true);
    });
    const scripts: Promise<{ url: string; bytes: number; headers: Record<string, string> }>[] = [];
    watch.page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      scripts.push(
        response.body().then((body) => ({
          url: new URL(response.url()).pathname,
          bytes: gzipSync(body, { level: 9 }).length,
          headers: response.headers(),
        })),
      );
    });
    await watch.page.goto(pages[place](server.channel));
    await watch.expectMoving(1);
    const early = await watch.page.evaluate(() => {
      const { firstFrameMs } = window as unknown as { firstFrameMs: number };
      return performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime < firstFrameMs)
        .map(({ name }) => new URL(name).pathname);
    });
    const loaded = (await Promise.all(scripts)).filter(({ url }) => early.includes(url));
    const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
    test.info().annotations.push({ type: 'bytes', description: String(total) });
    expect(total).toBeGreaterThan(0);
    expect(total, JSON.stringify(loaded.map(({ url, bytes }) => [url, bytes]))).toBeLessThan(
      mostBytes,
    );
    for (const { url, headers } of loaded) {
      if (Number(headers['content-length']) < 1024) continue;
      expect(headers, url).toMatchObject({
        'content-encoding': expect.stringMatching(/^(br|gzip)$/),
      });
      expect(headers['vary']?.toLowerCase(), url).toContain('accept-encoding');
      expect(headers['cache-control'], url).toContain('immutable');
    }
  });
}
