import { expect, test } from 'vitest';
import type { SessionErrorReason } from './errors.ts';
import { SessionResource } from './session-resource.ts';
import { FakeBrowser, type FakeRequest, granted, refused } from './testing/index.ts';

const url = 'https://live.example/whip/main';
const signal = new AbortController().signal;

function make(respond: (request: FakeRequest) => Response | Promise<Response>): {
  browser: FakeBrowser;
  resource: SessionResource;
} {
  const browser = new FakeBrowser(respond);
  const { environment } = browser;
  return {
    browser,
    resource: new SessionResource({ environment, url, token: 'key', conflict: 'busy' }),
  };
}

test('an offer is posted as SDP with the key, and the session is removed with it', async () => {
  const { browser, resource } = make(() => granted('answer', '/whip/main/7'));
  expect(await resource.create('offer', signal)).toBe('answer');
  await resource.remove();
  const [post, remove] = browser.requests;
  expect(post).toMatchObject({
    url,
    init: {
      method: 'POST',
      body: 'offer',
      headers: { authorization: 'Bearer key', 'content-type': 'application/sdp' },
    },
  });
  expect(remove).toMatchObject({
    url: 'https://live.example/whip/main/7',
    init: { method: 'DELETE', keepalive: true, headers: { authorization: 'Bearer key' } },
  });
});

test('what an endpoint with a query names is resolved without it', async () => {
  const browser = new FakeBrowser(() => granted('answer', '7'));
  const { environment } = browser;
  const asked = 'https://live.example/whep/main?viewer=4f2a';
  const resource = new SessionResource({ environment, url: asked, conflict: 'off-air' });
  await resource.create('offer', signal);
  await resource.remove();
  expect(browser.requests.map((request) => request.url)).toEqual([
    asked,
    'https://live.example/whep/7',
  ]);
});

test.each([
  ['/a/b', 'https://live.example/a/b'],
  ['b', 'https://live.example/whip/b'],
  ['https://edge.example/b', 'https://edge.example/b'],
])('the location %s names %s', async (location, named) => {
  const { browser, resource } = make(() => granted('answer', location));
  await resource.create('offer', signal);
  await resource.remove();
  expect(browser.requests[1]?.url).toBe(named);
});

const refusals: readonly [status: number, code: string, SessionErrorReason, retryable: boolean][] =
  [
    [401, 'key_wrong', 'unauthorized', false],
    [403, 'whatever', 'unauthorized', false],
    [404, 'channel_unknown', 'not-found', false],
    [409, 'already_live', 'busy', true],
    [409, 'channel_off_air', 'off-air', true],
    [409, 'whatever', 'busy', true],
    [422, 'offer_no_codec', 'codec', false],
    [422, 'offer_simulcast', 'http', false],
    [429, 'whatever', 'http', true],
    [503, 'media_unavailable', 'http', true],
  ];

test.each(refusals)('%i %s is %s, retryable: %s', async (status, code, reason, retryable) => {
  const { resource } = make(() => refused(status, code));
  await expect(resource.create('offer', signal)).rejects.toMatchObject({
    reason,
    retryable,
    stage: 'request',
    problem: { status, code },
  });
});

test.each([
  [{}, null],
  [{ 'retry-after': '2' }, 2_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:16:45 GMT' }, 5_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
])('%j asks to wait %s ms', async (headers, retryAfterMs) => {
  const { resource } = make(() => refused(503, 'x', headers));
  await expect(resource.create('offer', signal)).rejects.toMatchObject({ retryAfterMs });
});

test('a refusal that is no problem details still tells its status', async () => {
  const { resource } = make(() => new Response('<html>', { status: 502 }));
  await expect(resource.create('offer', signal)).rejects.toMatchObject({
    reason: 'http',
    problem: { status: 502, type: 'about:blank' },
  });
});

test('a server that is not reached is a matter of the network', async () => {
  const cause = new TypeError('Failed to fetch');
  const { resource } = make(() => Promise.reject(cause));
  await expect(resource.create('offer', signal)).rejects.toMatchObject({
    reason: 'network',
    retryable: true,
    cause,
  });
});

test.each([
  ['200', new Response('answer', { status: 200, headers: { location: '/x' } })],
  ['201 without Location', new Response('answer', { status: 201 })],
])('%s names no session', async (_, response) => {
  const { resource } = make(() => response);
  await expect(resource.create('offer', signal)).rejects.toMatchObject({ reason: 'answer' });
});

test('a session is removed once, however often it is asked', async () => {
  const { browser, resource } = make(() => granted('answer'));
  await resource.remove();
  await resource.create('offer', signal);
  await Promise.all([resource.remove(), resource.remove()]);
  await resource.remove();
  expect(browser.methods).toEqual(['POST', 'DELETE']);
});

test('where the network was gone, removing is tried again when asked again', async () => {
  const { browser, resource } = make(({ init }) => {
    if (init.method === 'DELETE' && browser.methods.length < 3) throw new TypeError('offline');
    return granted('answer');
  });
  await resource.create('offer', signal);
  await resource.remove();
  await resource.remove();
  await resource.remove();
  expect(browser.methods).toEqual(['POST', 'DELETE', 'DELETE']);
});

test.each([
  ['ended by the server', () => refused(410, 'replaced'), { status: 410, code: 'replaced' }],
  ['alive', () => new Response(null, { status: 204 }), null],
  ['long forgotten', () => refused(404, 'session_unknown'), null],
  ['out of reach', () => Promise.reject(new TypeError('offline')), null],
])('a session that is %s tells why it ended: %#', async (_, ask, ending) => {
  const { browser, resource } = make(({ init }) =>
    init.method === 'POST' ? granted('answer', '/whip/main/7') : ask(),
  );
  expect(await resource.readEnding()).toBeNull();
  await resource.create('offer', signal);
  resource.forget();
  const told = await resource.readEnding();
  if (ending === null) expect(told).toBeNull();
  else expect(told).toMatchObject(ending);
  expect(browser.requests.at(-1)?.url).toBe('https://live.example/whip/main/7');
});

test('what the server ended is not removed', async () => {
  const { browser, resource } = make(() => granted('answer'));
  await resource.create('offer', signal);
  resource.forget();
  await resource.remove();
  expect(browser.methods).toEqual(['POST']);
});
