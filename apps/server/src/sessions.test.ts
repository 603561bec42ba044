import { readFileSync } from 'node:fs';
import { limits } from '@tallylight/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestServer } from './testing/test-server.ts';

const offer = readFileSync(
  new URL('../../../packages/protocol/fixtures/offers/chromium-156.whip.sdp', import.meta.url),
  'utf8',
);
const ufrag = /a=ice-ufrag:(\S+)/.exec(offer)?.[1] ?? '';
const pwd = /a=ice-pwd:(\S+)/.exec(offer)?.[1] ?? '';
const same = `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\na=end-of-candidates\r\n`;
const other = 'a=ice-ufrag:anew\r\na=ice-pwd:0123456789012345678901\r\n';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

/** A session that no client has connected yet. */
async function session(): Promise<{ url: string; etag: string; answer: string }> {
  const response = await server.post(server.whip, offer);
  expect(response.status).toBe(201);
  return {
    url: server.url + response.headers.get('location'),
    etag: response.headers.get('etag') ?? '',
    answer: await response.text(),
  };
}

function patch(url: string, body: string, ifMatch?: string, headers = {}): Promise<Response> {
  return fetch(url, {
    method: 'PATCH',
    body,
    headers: {
      'content-type': 'application/trickle-ice-sdpfrag',
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...headers,
    },
  });
}

describe('a session behind its URL', () => {
  test('W7, W9: trickles with its entity tag, and is not told another', async () => {
    const { url, etag } = await session();
    expect(etag).toMatch(/^"[\w-]+"$/);
    const response = await patch(url, same, etag);
    expect(response.status).toBe(204);
    expect(response.headers.has('etag')).toBe(false);
    expect(await response.text()).toBe('');
    await fetch(url, { method: 'DELETE' });
  });

  test('W11: restarts ICE with "*", and the old tag is stale then (W10)', async () => {
    const { url, etag, answer } = await session();
    const response = await patch(url, other, '*');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/trickle-ice-sdpfrag');
    const fresh = response.headers.get('etag') ?? '';
    expect(fresh).not.toBe(etag);
    const body = await response.text();
    expect(body).toContain('a=ice-lite');
    const before = /a=ice-ufrag:(\S+)/.exec(answer)?.[1];
    expect(/a=ice-ufrag:(\S+)/.exec(body)?.[1]).not.toBe(before);
    expect((await patch(url, other, etag)).status).toBe(412);
    expect((await patch(url, other, fresh)).status).toBe(204);
    expect((await patch(url, other, '*')).status).toBe(204);
    await fetch(url, { method: 'DELETE' });
  });

  test('T4: requests that overlap are each answered by their own rule', async () => {
    const { url, etag } = await session();
    const statuses = await Promise.all(
      [
        patch(url, same, etag),
        patch(url, same),
        patch(url, same, '"no"'),
        patch(url, 'x', etag),
      ].map(async (response) => (await response).status),
    );
    expect(statuses).toEqual([204, 428, 412, 400]);
    await fetch(url, { method: 'DELETE' });
  });

  test('its URL is the credential; a wrong key is refused all the same', async () => {
    const { url, etag } = await session();
    const wrong = { authorization: 'Bearer not-the-key-of-this' };
    expect((await patch(url, same, etag, wrong)).status).toBe(401);
    expect((await patch(url, same, etag)).status).toBe(204);
    await fetch(url, { method: 'DELETE', headers: wrong }).then(({ status }) =>
      expect(status).toBe(401),
    );
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(200);
  });

  test('W3: GET and HEAD say that it is there, and nothing more', async () => {
    const { url } = await session();
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    await fetch(url, { method: 'DELETE' });
    expect((await fetch(url)).status).toBe(404);
  });

  test('W8: another type is refused, and so is a body that is too large', async () => {
    const { url, etag } = await session();
    const plain = await patch(url, same, etag, { 'content-type': 'application/sdp' });
    expect(plain.status).toBe(415);
    expect((await patch(url, 'a=x:y\r\n'.repeat(5_000), etag)).status).toBe(413);
    await fetch(url, { method: 'DELETE' });
  });
});

test('W11: a restart that its client never follows leaves the session as it was', {
  timeout: 40_000,
}, async () => {
  // More than a client may be silent: by then the old credentials would have been given up.
  const enough = Promise.withResolvers<void>();
  const needed = (limits.consentMs / 1000 + 3) * 30;
  let frames = 0;
  await using publisher = await server.publish();
  await using viewer = await server.watch({
    onFrame: () => {
      frames += 1;
      if (frames >= needed) enough.resolve();
    },
  });
  await viewer.firstFrame;
  for (const { location } of [publisher, viewer]) {
    expect((await patch(location, other, '*')).status).toBe(200);
  }
  await enough.promise;
  expect((await server.broadcast())?.state).toBe('live');
  await viewer.end();
  await publisher.end();
});

test('a third publisher on its way to a channel is told to wait', async () => {
  const [first, second] = [await session(), await session()];
  const third = await server.post(server.whip, offer);
  expect(third.status).toBe(429);
  expect(third.headers.get('retry-after')).toBe('15');
  expect(await third.json()).toMatchObject({ code: 'too_many_pending' });
  for (const { url } of [first, second]) await fetch(url, { method: 'DELETE' });
});

test('W22: an address that asks too often is told when to ask again', async () => {
  await using limited = await TestServer.start({ TALLYLIGHT_SESSION_RATE: '3' });
  const statuses: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const response = await limited.post(limited.whip, offer, { authorization: 'Bearer wrong' });
    statuses.push(response.status);
    if (response.status === 429) expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  }
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
});

test('W17: a channel of another node is answered with where it is', async () => {
  await using front = await TestServer.start({
    TALLYLIGHT_ELSEWHERE: 'remote=https://node2.example.net/',
  });
  const response = await fetch(`${front.url}/whip/remote?takeover=true`, {
    method: 'POST',
    body: offer,
    headers: { 'content-type': 'application/sdp' },
    redirect: 'manual',
  });
  expect(response.status).toBe(307);
  expect(response.headers.get('location')).toBe(
    'https://node2.example.net/whip/remote?takeover=true',
  );
});

test('W18: a session is told of ICE servers, with credentials that end', async () => {
  await using turn = await TestServer.start({
    TALLYLIGHT_ICE_SERVERS: 'stun:stun.example.net,turn:turn.example.net?transport=udp',
    TALLYLIGHT_TURN_SECRET: 'north',
  });
  const response = await turn.post(turn.whip, offer);
  const link = response.headers.get('link') ?? '';
  expect(link).toContain('<stun:stun.example.net>; rel="ice-server"');
  expect(link).toMatch(
    /<turn:turn\.example\.net\?transport=udp>; rel="ice-server"; username="\d+:\w+"; credential="[\w+/=]+"; credential-type="password"/,
  );
});
