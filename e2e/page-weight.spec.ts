import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { test } from './rig/test.ts';

/** Gzipped JavaScript that a viewer loads before the first frame, in bytes. */
const mostBytes = 120_000;

test('a viewer loads less than 120 kB of JavaScript before the first frame, and it comes compressed', async ({
  server,
  watch,
}) => {
  await using _publisher = await server.publish();
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
  await watch.open(server.channel);
  await watch.expectMoving(1);
  const loaded = await Promise.all(scripts);
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
