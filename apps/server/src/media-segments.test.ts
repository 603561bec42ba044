import { Agent } from 'node:http';
import { routes } from '@tallylight/contract';
import { describe, expect, test, vi } from 'vitest';
import { partAt } from './packager/store/testing/live-store.ts';
import { MediaServer } from './playback/testing/media-server.ts';
import { PrivateError } from './playback/testing/private-error.ts';

const at = (track: string, file: string) => routes.trackMedia('live', 'b1', track, file);

const held = (server: MediaServer, count: number) =>
  vi.waitFor(() => expect(server.clock.pending).toBe(count), { interval: 5 });

const bytesOf = (track: string, msn: number, part: number) =>
  Buffer.from(partAt(track, msn * 2 + part / 3, { isIndependent: part === 0 }).bytes);

test.each([
  ['an initialization segment', 'init.0.mp4'],
  ['a segment', '1.m4s'],
  ['a part', '1.2.m4s'],
])('L23 C3 %s can be kept for good, and read by pages of any origin', async (_what, file) => {
  await using server = await MediaServer.start({ segments: 3 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // The second time it comes a shorter way.
  for (let time = 0; time < 2; time += 1) {
    const { status, headers, body } = await server.get(at('720p', file), { agent });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(body.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      etag: `"b1-720p-${file}"`,
    });
    expect(headers['vary']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['access-control-expose-headers']).toMatch(
      /Date, Age, Content-Length, Content-Range/,
    );
  }
  agent.destroy();
  expect((await server.get(at('audio', file))).headers['content-type']).toBe('audio/mp4');
});

test('a part is what was pushed, and a segment all its parts', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  const parts = Array.from({ length: 6 }, (_, part) => bytesOf('720p', 1, part));
  expect((await server.get(at('720p', '1.4.m4s'))).body).toEqual(parts[4]);
  expect((await server.get(at('720p', '1.m4s'))).body).toEqual(Buffer.concat(parts));
});

test.each([
  ['bytes=0-9', 206, 'bytes 0-9/600', 10],
  ['bytes=590-', 206, 'bytes 590-599/600', 10],
  ['bytes=-5', 206, 'bytes 595-599/600', 5],
  ['bytes=600-', 416, 'bytes */600', null],
  ['bytes=0-1,5-6', 200, undefined, 600],
] as const)('the range %s is answered with %i', async (range, status, contentRange, length) => {
  await using server = await MediaServer.start({ segments: 2 });
  const whole = (await server.get(at('720p', '1.m4s'))).body;
  const answer = await server.get(at('720p', '1.m4s'), { headers: { range } });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-range']).toBe(contentRange);
  if (length === null) return;
  expect(answer.body).toHaveLength(length);
  expect(whole.includes(answer.body)).toBe(true);
});

test('a range of another version is answered with all there is', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  const headers = { range: 'bytes=0-9', 'if-range': '"another"' };
  expect(await server.get(at('720p', '1.m4s'), { headers })).toMatchObject({ status: 200 });
  const same = { range: 'bytes=0-9', 'if-range': '"b1-720p-1.m4s"' };
  expect(await server.get(at('720p', '1.m4s'), { headers: same })).toMatchObject({ status: 206 });
});

test('HEAD has the headers alone, and what is known is not sent again', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  for (let time = 0; time < 2; time += 1) {
    const head = await server.get(at('720p', '1.m4s'), { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe('600');
    await server.get(at('720p', '1.m4s'));
  }
  const headers = { 'if-none-match': '"b1-720p-1.m4s"' };
  expect(await server.get(at('720p', '1.m4s'), { headers })).toMatchObject({
    status: 304,
    text: '',
  });
});

test('a preflight tells what a page may send', async () => {
  await using server = await MediaServer.start({ segments: 1 });
  const { status, headers } = await server.get(at('720p', '0.m4s'), { method: 'OPTIONS' });
  expect(status).toBe(204);
  expect(headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS');
  expect(headers['access-control-allow-headers']).toContain('Range');
  const posted = await server.get(at('720p', '0.m4s'), { method: 'POST' });
  expect(posted).toMatchObject({ status: 405 });
  expect(posted.headers['allow']).toBe('GET, HEAD, OPTIONS');
});

describe('L17 the part that was hinted at', () => {
  test('is held until it is whole, without a byte before', async () => {
    await using server = await MediaServer.start({ segments: 2 });
    const onData = vi.fn();
    const answer = server.get(at('720p', '2.0.m4s'), { onData });
    await held(server, 1);
    server.push('360p', 2, 0);
    expect(onData).not.toHaveBeenCalled();
    server.push('720p', 2, 0);
    const { status, body, headers } = await answer;
    expect(status).toBe(200);
    expect(body).toEqual(bytesOf('720p', 2, 0));
    expect(headers['content-length']).toBe('100');
  });

  test('is not there when its segment ends without it', async () => {
    await using server = await MediaServer.start({ segments: 2 });
    server.push('720p', 2, 0);
    const answer = server.get(at('720p', '2.1.m4s'));
    await held(server, 1);
    server.store.cut('720p');
    const { status, headers } = await answer;
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('public, max-age=1');
  });

  test('is given up after three target durations', async () => {
    await using server = await MediaServer.start({ segments: 2 });
    const answer = server.get(at('720p', '2.0.m4s'));
    await held(server, 1);
    server.clock.advance(6_000);
    expect(await answer).toMatchObject({ status: 503 });
  });
});

test.each(['2.1.m4s', '3.0.m4s', '1.6.m4s', '9.m4s', 'init.7.mp4', '1.mp4'])(
  'L17 C4 %s, which nobody was told of, is not there, and that is soon asked again',
  async (file) => {
    await using server = await MediaServer.start({ segments: 2 });
    const { status, headers } = await server.get(at('720p', file));
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('public, max-age=1');
    expect(server.clock.pending).toBe(0);
  },
);

describe('D4 the segment on its way', () => {
  test('comes part by part, and ends with its last', async () => {
    await using server = await MediaServer.start({ segments: 2 });
    server.push('720p', 2, 0);
    const onData = vi.fn();
    const answer = server.get(at('720p', '2.m4s'), { onData });
    await vi.waitFor(() => expect(onData).toHaveBeenCalledTimes(1));
    expect(onData.mock.calls[0]?.[0]).toEqual(bytesOf('720p', 2, 0));
    server.push('720p', 2, 1);
    await vi.waitFor(() => expect(onData).toHaveBeenCalledTimes(2));
    server.store.cut('720p');
    const { headers, body } = await answer;
    expect(headers['transfer-encoding']).toBe('chunked');
    expect(headers['cache-control']).toContain('immutable');
    expect(body).toEqual((await server.get(at('720p', '2.m4s'))).body);
  });

  test('is waited for until it begins', async () => {
    await using server = await MediaServer.start({ segments: 2 });
    const answer = server.get(at('720p', '2.m4s'));
    await held(server, 1);
    server.push('720p', 2, 0);
    server.store.cut('720p');
    expect((await answer).body).toEqual(bytesOf('720p', 2, 0));
  });

  test('breaks off where it does not grow any more, so that nobody takes it for whole', async () => {
    await using server = await MediaServer.start({ segments: 2 });
    server.push('720p', 2, 0);
    const onData = vi.fn();
    const answer = server.get(at('720p', '2.m4s'), { onData });
    const broken = expect(answer).rejects.toThrow();
    await vi.waitFor(() => expect(onData).toHaveBeenCalledTimes(1));
    await held(server, 1);
    server.clock.advance(6_000);
    await broken;
  });

  test('leaves nothing behind when the client goes', async () => {
    await using server = await MediaServer.start({ segments: 2 });
    server.push('720p', 2, 0);
    const leaving = new AbortController();
    const onData = vi.fn();
    const answer = server.get(at('720p', '2.m4s'), { signal: leaving.signal, onData });
    const broken = expect(answer).rejects.toThrow();
    await vi.waitFor(() => expect(onData).toHaveBeenCalledTimes(1));
    await held(server, 1);
    leaving.abort();
    await broken;
    await held(server, 0);
  });
});

test.each([
  '/media/../../etc/passwd',
  '/media/live/b1/../../../etc/passwd',
  '/media/live/b1/%2e%2e/%2e%2e/etc/passwd',
  '/media/live/b1/..%2f..%2f..%2fetc%2fpasswd',
  '/media/live/b1/720p/..%2f..%2f0.m4s',
  '/media/live/b1/720p/%00.m4s',
  '/media/live/b1/720p%00/0.m4s',
  '/media/live/b1/720p/0.m4s%00',
  '/media/live/b1/720p/%zz.m4s',
  `/media/live/b1/720p/${'9'.repeat(4096)}.m4s`,
  `/media/live/${'b'.repeat(4096)}/720p/0.m4s`,
  '/media/live/b1/720p/-1.m4s',
  '/media/live/b1/720p/00.m4s',
  '/media/live/b1/720p/1e0.m4s',
  '/media/live/b1/720p/0.0.0.m4s',
  '/media/live/b1/__proto__/0.m4s',
  '/media/live/__proto__/720p/0.m4s',
  '/media/live/b1/constructor.m3u8',
  '/media/live/b1/poster.2.jpg',
  '/media/__proto__/index.m3u8',
  '/media//index.m3u8',
  '/media/',
])('%s is nowhere', async (path) => {
  await using server = await MediaServer.start({ segments: 2 });
  const { status } = await server.get(path);
  expect([400, 404]).toContain(status);
});

test('a picture of the broadcast can be kept for good', async () => {
  await using server = await MediaServer.start();
  const { status, headers, body } = await server.get('/media/live/b1/poster.1.jpg');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'image/jpeg' });
  expect(headers['cache-control']).toContain('immutable');
  expect([...body]).toEqual([255, 216, 255]);
});

test('the newest picture of a channel has an address that stays', async () => {
  await using server = await MediaServer.start();
  const { status, headers } = await server.get('/media/live/poster.jpg');
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=5',
  });
  expect((await server.get('/media/nobody/poster.jpg')).status).toBe(404);
});

test('what one was let in to have, another is still asked for', async () => {
  await using server = await MediaServer.start({
    segments: 2,
    authorise: ({ headers }) => {
      if (headers.authorization !== 'Bearer right') throw new PrivateError();
      return '';
    },
  });
  const headers = { authorization: 'Bearer right' };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let time = 0; time < 2; time += 1) {
    const path = at('720p', '1.m4s');
    expect(await server.get(path, { headers, agent })).toMatchObject({ status: 200 });
    expect(await server.get(path, { agent })).toMatchObject({ status: 401 });
  }
  agent.destroy();
});
