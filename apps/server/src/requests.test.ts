import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestServer } from './testing/test-server.ts';

const offers = new URL('../../../packages/protocol/fixtures/offers/', import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, offers), 'utf8');
const publish = fixture('chromium-156.whip.sdp');
const watch = fixture('chromium-156-medooze.whep.sdp').replaceAll('a=sendrecv', 'a=recvonly');
const video = publish.slice(publish.indexOf('m=video'));

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

async function problem(
  response: Response,
): Promise<{ status: number; code: string; detail: string }> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const body = (await response.json()) as { status: number; code: string; detail: string };
  expect(body.status).toBe(response.status);
  return body;
}

describe('bad input gets a clear error and leaves no session', () => {
  test.each<[string, number, string, () => Promise<Response>]>([
    ['not SDP', 400, 'sdp_malformed', () => server.post(server.whip, 'hello')],
    ['an empty body', 400, 'sdp_malformed', () => server.post(server.whip, '')],
    [
      'another content type',
      415,
      'media_type',
      () => server.post(server.whip, publish, { 'content-type': 'text/plain' }),
    ],
    [
      'JSON',
      415,
      'media_type',
      () => server.post(server.whip, '{}', { 'content-type': 'application/json' }),
    ],
    [
      'a body over 64 KiB',
      413,
      'body_too_large',
      () => server.post(server.whip, publish + 'a=x\r\n'.repeat(20_000)),
    ],
    [
      'neither H.264 nor Opus',
      422,
      'offer_no_codec',
      () => server.post(server.whip, publish.replace(/H264|VP8/g, 'H265')),
    ],
    ['recvonly to WHIP', 422, 'offer_direction', () => server.post(server.whip, watch)],
    ['sendonly to WHEP', 422, 'offer_direction', () => server.post(server.whep, publish)],
    [
      'no fingerprint',
      400,
      'offer_no_fingerprint',
      () => server.post(server.whip, publish.replace(/a=fingerprint.*\r\n/g, '')),
    ],
    [
      'no ICE credentials',
      400,
      'offer_no_ice',
      () => server.post(server.whip, publish.replace(/a=ice-pwd.*\r\n/g, '')),
    ],
    [
      'two video sections',
      422,
      'offer_too_many_tracks',
      () =>
        server.post(
          server.whip,
          publish.replace('BUNDLE 0 1', 'BUNDLE 0 1 2') + video.replace('a=mid:1', 'a=mid:2'),
        ),
    ],
    ['WHEP off air', 409, 'channel_off_air', () => server.post(server.whep, watch)],
    ['no key', 401, 'key_missing', () => server.post(server.whip, publish, { authorization: '' })],
    [
      'a wrong key',
      401,
      'key_wrong',
      () => server.post(server.whip, publish, { authorization: 'Bearer nope' }),
    ],
    [
      'an unknown channel',
      404,
      'channel_unknown',
      () => server.post(`${server.url}/whep/nobody`, watch),
    ],
    [
      'a strange channel',
      404,
      'channel_unknown',
      () => server.post(`${server.url}/whip/__proto__`, publish),
    ],
    [
      'an unknown session',
      404,
      'session_unknown',
      () => fetch(`${server.whip}/abc`, { method: 'DELETE' }),
    ],
    ['an unknown path', 404, 'not_found', () => fetch(`${server.url}/nowhere`)],
    [
      'a clock that is no number',
      400,
      'body_invalid',
      () =>
        fetch(`${server.url}/api/channels/test/capture-clock`, {
          method: 'PUT',
          body: '{"offsetMs":"soon"}',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${server.key}` },
        }),
    ],
  ])('%s: %i %s', async (_title, status, code, send) => {
    expect(await problem(await send())).toMatchObject({ status, code });
    expect(await server.broadcast()).toBeNull();
  });

  test('a 409 says when to ask again', async () => {
    const response = await server.post(server.whep, watch);
    expect(response.headers.get('retry-after')).toBe('1');
  });

  test('a 401 names the scheme', async () => {
    const response = await server.post(server.whip, publish, { authorization: '' });
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  test('the key never reaches the log', async () => {
    await server.post(server.whip, 'hello');
    expect(JSON.stringify(server.logged)).not.toContain(server.key);
  });
});

describe('the WHIP endpoint over HTTP', () => {
  test('W1, W24: 201 with Location, the answer and its length', async () => {
    const response = await server.post(server.whip, publish);
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/sdp');
    const answer = await response.text();
    expect(response.headers.get('content-length')).toBe(String(answer.length));
    const location = new URL(response.headers.get('location') ?? '', server.url);
    expect(location.pathname).toMatch(/^\/whip\/test\/[\w-]{22,}$/);

    // W6: gone at once, and a second goodbye finds nothing.
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(404);
    expect(await server.broadcast()).toBeNull();
  });

  test('a session of one channel is not found on another, nor on the other endpoint', async () => {
    const response = await server.post(server.whip, publish);
    const id = (response.headers.get('location') ?? '').split('/').at(-1);
    for (const path of [`/whip/other/${id}`, `/whep/test/${id}`]) {
      expect((await fetch(server.url + path, { method: 'DELETE' })).status).toBe(404);
    }
    expect((await fetch(`${server.whip}/${id}`, { method: 'DELETE' })).status).toBe(200);
  });

  test('a method that means nothing is refused with those that do', async () => {
    const response = await fetch(server.whip, { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await problem(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    const put = await fetch(`${server.whep}/abc`, { method: 'PUT' });
    expect(await problem(put)).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  test('W4, W19: a preflight needs no key and says what may be posted', async () => {
    for (const url of [server.whip, server.whep]) {
      const response = await fetch(url, {
        method: 'OPTIONS',
        headers: { origin: 'https://example.org', 'access-control-request-method': 'POST' },
      });
      expect(response.status).toBe(204);
      expect(response.headers.get('accept-post')).toBe('application/sdp');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-headers')).toContain('Authorization');
      expect(response.headers.get('access-control-expose-headers')).toContain('Location');
    }
  });

  test('a preflight lets a page send headers that nobody here knows', async () => {
    const response = await fetch(server.whip, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.org',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,oven-capabilities',
      },
    });
    const allowed = response.headers.get('access-control-allow-headers')?.split(', ');
    // The star stands for every header but that one.
    expect(allowed).toEqual(expect.arrayContaining(['Authorization', '*']));
    expect(response.headers.get('access-control-expose-headers')).toContain('Allow-Methods');
  });

  test('the owner sees the studio view, others are told why not', async () => {
    const url = `${server.url}/api/channels/test/studio`;
    const owner = await fetch(url, { headers: { authorization: `Bearer ${server.key}` } });
    expect(await owner.json()).toEqual({
      name: 'test',
      title: null,
      startsAtMs: null,
      broadcast: null,
      recording: null,
      watchPath: '/watch/test',
      graceMs: 60_000,
      warnings: [],
    });
    expect(await problem(await fetch(url))).toMatchObject({ status: 401, code: 'key_missing' });
  });
});
