import { limits, routes } from '@tallylight/contract';
import { SyntheticViewer } from '@tallylight/synthetic';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { TestServer } from './testing/test-server.ts';

const anna = '6f1c2b9e-8a57-4c0e-9b59-1c1f0e6f7a10';
const ben = 'ben-ben-ben';
const withinMs = (timeout: number) => ({ timeout, interval: 50 });

/** A page's word, as `sendBeacon` or `fetch` would bring it. */
function say(
  server: TestServer,
  path: string,
  body: unknown,
  type = 'text/plain;charset=UTF-8',
): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(server.url + path, {
    method: 'POST',
    body: text,
    headers: { 'content-type': type, origin: 'https://embed.example' },
  });
}

async function code(response: Response): Promise<[status: number, code: unknown]> {
  const { code: given } = (await response.json()) as { code?: unknown };
  return [response.status, given];
}

describe('viewers who say that they are there', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const presence = routes.presence('test');
  const viewers = async (): Promise<number | undefined> => (await server.broadcast())?.viewers;

  test('count once over WHEP, HLS and between the two, and leave at once', {
    timeout: 30_000,
  }, async () => {
    // Somebody waits.
    expect((await say(server, presence, { viewer: ben, via: 'hls' })).status).toBe(204);
    await using _publisher = await server.publish({ layers: 1 });
    await vi.waitFor(async () => expect(await viewers()).toBe(1), withinMs(5_000));

    const response = await say(server, presence, { viewer: anna, via: 'webrtc' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await viewers()).toBe(2);

    await using mine = await SyntheticViewer.start({
      url: server.url + routes.whepOf('test', anna),
    });
    await using _other = await server.watch();
    await mine.firstFrame;
    await vi.waitFor(async () => expect(await viewers()).toBe(3), withinMs(2_000));

    // Over to HLS: the session goes, the viewer stays.
    await say(server, presence, { viewer: anna, via: 'hls' }, 'application/json');
    await mine.end();
    await vi.waitFor(() => expect(server.count('viewer gone')).toBe(1), withinMs(2_000));
    expect(await viewers()).toBe(3);

    await say(server, presence, { viewer: anna, via: 'hls', leaving: true });
    expect(await viewers()).toBe(2);
    await say(server, presence, { viewer: ben, via: 'hls', leaving: true });
    expect(await viewers()).toBe(1);
  });

  test('are gone 20 s after they were, with and without a session', {
    timeout: 60_000,
  }, async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({ layers: 1 });
    const url = server.url + routes.whepOf('test', anna);
    const mine = await SyntheticViewer.start({ url });
    await mine.firstFrame;
    await say(server, presence, { viewer: anna, via: 'webrtc' });
    await say(server, presence, { viewer: ben, via: 'hls' });
    expect((await server.broadcast())?.viewers).toBe(2);
    await mine.vanish();
    const sinceMs = performance.now();
    const gone = async (): Promise<void> => expect((await server.broadcast())?.viewers).toBe(0);
    await vi.waitFor(gone, withinMs(limits.presenceMs + 5_000));
    expect(performance.now() - sinceMs).toBeLessThan(limits.presenceMs + 1_000);
  });

  test.each<[string, string, unknown, string | undefined, [number, string]]>([
    [
      'no channel',
      '/api/channels/nobody/presence',
      { viewer: anna, via: 'hls' },
      undefined,
      [404, 'channel_unknown'],
    ],
    ['no viewer', presence, { via: 'hls' }, undefined, [400, 'body_invalid']],
    [
      'a strange viewer',
      presence,
      { viewer: '../..', via: 'hls' },
      undefined,
      [400, 'body_invalid'],
    ],
    ['no JSON', presence, 'hello', undefined, [400, 'body_invalid']],
    ['nothing', presence, '', undefined, [400, 'body_invalid']],
    ['a form', presence, 'viewer=x', 'application/x-www-form-urlencoded', [415, 'media_type']],
    [
      'a book',
      presence,
      { viewer: anna, via: 'hls', x: 'x'.repeat(2_000) },
      undefined,
      [413, 'body_too_large'],
    ],
    [
      'no stage',
      routes.troubles('test'),
      { viewer: anna, stage: 'weather' },
      undefined,
      [400, 'body_invalid'],
    ],
    [
      'no channel to report to',
      routes.troubles('nobody'),
      { viewer: anna, stage: 'dtls' },
      undefined,
      [404, 'channel_unknown'],
    ],
  ])('with %s are told so', async (_what, path, body, type, expected) => {
    expect(await code(await say(server, path, body, type))).toEqual(expected);
  });

  test('of one address are counted up to a limit, and told when to ask again', async () => {
    await using server = await TestServer.start({ TALLYLIGHT_VIEWERS_PER_ADDRESS: '2' });
    for (const viewer of ['viewer-1', 'viewer-2', 'viewer-1']) {
      expect((await say(server, presence, { viewer, via: 'hls' })).status).toBe(204);
    }
    const refused = await say(server, presence, { viewer: 'viewer-3', via: 'hls' });
    expect(refused.headers.get('retry-after')).toBe('20');
    expect(await code(refused)).toEqual([429, 'too_many_requests']);
    await say(server, presence, { viewer: 'viewer-1', via: 'hls', leaving: true });
    expect((await say(server, presence, { viewer: 'viewer-3', via: 'hls' })).status).toBe(204);
    // And an address that shouts is not heard at all for a while.
    const statuses = new Set<number>();
    for (let word = 0; word < 8; word += 1) {
      statuses.add((await say(server, presence, { viewer: 'viewer-3', via: 'hls' })).status);
    }
    expect(statuses).toContain(429);
  });

  test('a page of another origin may ask first', async () => {
    const response = await fetch(server.url + presence, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
  });
});

test('trouble is told to the log once a viewer and stage, and no oftener than the log can bear', async () => {
  await using server = await TestServer.start();
  const report = { viewer: anna, stage: 'ice-udp', detail: 'no pair\n"succeeded"' };
  // Nobody is on air: there is nobody to tell.
  expect((await say(server, routes.troubles('test'), report)).status).toBe(204);
  await using _publisher = await server.publish({ layers: 1 });
  await vi.waitFor(async () => expect((await server.broadcast())?.state).toBe('live'));
  for (let time = 0; time < 3; time += 1) {
    expect((await say(server, routes.troubles('test'), report)).status).toBe(204);
  }
  expect(server.logged.filter(({ msg }) => msg === 'viewer in trouble')).toMatchObject([
    { channel: 'test', viewer: anna, stage: 'ice-udp', detail: report.detail, level: 30 },
  ]);
  const crowd = Array.from({ length: 40 }, (_, number) => ({
    viewer: `viewer-${number}`,
    stage: 'http',
  }));
  for (const one of crowd) await say(server, routes.troubles('test'), one);
  expect(server.count('viewer in trouble')).toBeLessThanOrEqual(20);
});
