import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type FastifyInstance, fastify, type LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePages } from './pages.ts';

let webDir: string;
let app: FastifyInstance;

beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'tallylight-pages-'));
  for (const name of ['index', 'watch', 'embed']) {
    const html = `<head><title>Tallylight</title></head>${name}`;
    await writeFile(join(webDir, `${name}.html`), html);
  }
  app = fastify();
  await servePages(app, {
    webDir,
    hasChannel: (channel) => channel === 'live',
    watchHead: async ({ host }, channel) =>
      channel === 'live' ? `<title>live on ${host}</title>` : null,
  });
});
afterAll(async () => {
  await app.close();
  await rm(webDir, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> =>
  app.inject({ url, headers: { accept: 'text/html', host: 'tv.example', ...headers } });

test.each([
  ['/', 200],
  ['/studio/live', 200],
  ['/watch/live', 200],
  ['/watch/nobody', 404],
  ['/nowhere', 404],
  ['/index.html', 200],
  ['/watch.html', 200],
])('no other site may frame %s', async (url, status) => {
  const reply = await get(url);
  expect(reply.statusCode).toBe(status);
  expect(reply.headers['content-security-policy']).toBe("frame-ancestors 'self'");
});

test.each([
  ['/embed/live', 200],
  ['/embed/nobody', 404],
])('every site may frame %s', async (url, status) => {
  const reply = await get(url);
  expect(reply.statusCode).toBe(status);
  expect(reply.body).toContain('embed');
  expect(reply.headers).not.toHaveProperty('content-security-policy');
  expect(reply.headers).not.toHaveProperty('x-frame-options');
});

test('the watch page says of which channel it is', async () => {
  const reply = await get('/watch/live');
  expect(reply.body).toBe('<head><title>live on tv.example</title></head>watch');
  expect(reply.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  });
});

test('that of no channel is the page itself, which has words for it', async () => {
  const reply = await get('/watch/nobody');
  expect(reply.body).toBe('<head><title>Tallylight</title></head>watch');
});

test('it comes compressed, and not at all where the browser has it', async () => {
  const reply = await get('/watch/live', { 'accept-encoding': 'gzip' });
  expect(reply.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  expect(gunzipSync(reply.rawPayload).toString()).toContain('live on tv.example');
  const again = await get('/watch/live', { 'if-none-match': String(reply.headers['etag']) });
  expect(again.statusCode).toBe(304);
  expect(again.headers['content-security-policy']).toBe("frame-ancestors 'self'");
});
