import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { routes } from '@tallylight/contract';
import { describe, expect, test, vi } from 'vitest';
import { trackNamed } from './packager/store/testing/live-store.ts';
import { MediaServer } from './playback/testing/media-server.ts';
import { PrivateError } from './playback/testing/private-error.ts';

const playlist = '/media/live/b1/720p.m3u8';

/** Resolves when so many requests are held. */
const held = (server: MediaServer, count: number) =>
  vi.waitFor(() => expect(server.clock.pending).toBe(count), { interval: 5 });

/** Resolves when what was pushed has been looked at by all who wait for it. */
const looked = () => setImmediate();

test('the multivariant playlist of a channel names the playlists of its broadcast, in both forms', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  const { status, headers, text } = await server.get(routes.hls('live'));
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'application/vnd.apple.mpegurl',
    'cache-control': 'public, max-age=1',
    'access-control-allow-origin': '*',
    vary: 'Accept-Encoding',
  });
  const uris = (master: string) => master.split('\n').filter((line) => /^[^#]/.test(line));
  expect(uris(text)).toEqual(['b1/720p.m3u8', 'b1/360p.m3u8']);
  expect(text).toContain('URI="b1/audio.m3u8"');
  expect(text).toContain('CODECS="avc1.42c01f,mp4a.40.2"');
  const pinned = await server.get('/media/live/b1/index.m3u8');
  expect(uris(pinned.text)).toEqual(['720p.m3u8', '360p.m3u8']);
  const classic = await server.get(routes.hlsClassic('live'));
  expect(uris(classic.text)).toEqual(['b1/720p.classic.m3u8', 'b1/360p.classic.m3u8']);
});

test('a multivariant playlist waits until there are sound and picture to choose from', async () => {
  await using server = await MediaServer.start();
  const answer = server.get(routes.hls('live'));
  await held(server, 1);
  server.push('audio', 0, 0);
  server.push('720p', 0, 0);
  await looked();
  expect(server.clock.pending).toBe(1);
  server.push('360p', 0, 0);
  expect((await answer).text).toContain('360p.m3u8');
});

test('a multivariant playlist waits for sound that comes later than a whole segment of pictures', async () => {
  await using server = await MediaServer.start();
  const answer = server.get(routes.hls('live'));
  await held(server, 1);
  server.run(['720p', '360p'], 0, 1);
  server.push('720p', 1, 0);
  await looked();
  expect(server.clock.pending).toBe(1);
  server.push('audio', 0, 0);
  expect((await answer).text).toContain('URI="b1/audio.m3u8"');
});

test('sound that does not come at all is waited for three target durations', async () => {
  await using server = await MediaServer.start();
  const answer = server.get(routes.hls('live'));
  await held(server, 1);
  server.run(['720p'], 0, 3);
  await looked();
  server.clock.advance(5_900);
  expect(server.clock.pending).toBe(1);
  server.clock.advance(100);
  const { status, text } = await answer;
  expect(status).toBe(200);
  expect(text).toContain('\nb1/720p.m3u8\n');
  expect(text).not.toContain('AUDIO');
});

test('pictures without sound are to be had after their first segment', async () => {
  await using server = await MediaServer.start({ tracks: ['720p'] });
  const answer = server.get(routes.hls('live'));
  await held(server, 1);
  server.run(['720p'], 0, 1);
  const { text } = await answer;
  expect(text).toContain('\nb1/720p.m3u8\n');
  expect(text).not.toContain('AUDIO');
});

test('L1 L9 L19 L20 every low-latency playlist has one target duration, one control and a report of all others', async () => {
  await using server = await MediaServer.start({ segments: 4 });
  const texts = await Promise.all(
    ['720p', '360p', 'audio'].map(
      async (id) => (await server.get(`/media/live/b1/${id}.m3u8`)).text,
    ),
  );
  const line = (text: string, tag: string) => text.split('\n').filter((one) => one.startsWith(tag));
  for (const tag of ['#EXT-X-TARGETDURATION', '#EXT-X-SERVER-CONTROL', '#EXT-X-PART-INF']) {
    expect(new Set(texts.map((text) => line(text, tag).join()))).toHaveLength(1);
  }
  expect(line(texts[0] ?? '', '#EXT-X-RENDITION-REPORT')).toEqual([
    '#EXT-X-RENDITION-REPORT:URI="360p.m3u8",LAST-MSN=3,LAST-PART=5',
    '#EXT-X-RENDITION-REPORT:URI="audio.m3u8",LAST-MSN=3,LAST-PART=5',
  ]);
});

test('L5 L18 all that a playlist lists can be had at once, and there is one hint', async () => {
  await using server = await MediaServer.start({ segments: 5 });
  server.push('720p', 5, 0);
  const { text } = await server.get(playlist);
  expect(text.match(/#EXT-X-PRELOAD-HINT:.*/g)).toEqual([
    '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="720p/5.1.m4s"',
  ]);
  const listed = [
    ...[...text.matchAll(/#EXT-X-(?:PART|MAP):.*URI="([^"]+)"/g)].map(([, uri]) => uri),
    ...text.split('\n').filter((line) => /^[^#]/.test(line)),
  ];
  expect(listed).toHaveLength(25);
  for (const uri of listed) {
    expect(await server.get(`/media/live/b1/${uri}`)).toMatchObject({ status: 200 });
  }
});

test('L6 parts are listed for three target durations', async () => {
  await using server = await MediaServer.start({ segments: 8 });
  const { text } = await server.get(playlist);
  const withParts = new Set(
    [...text.matchAll(/#EXT-X-PART:.*720p\/(\d+)\./g)].map(([, msn]) => msn),
  );
  expect([...withParts]).toEqual(['5', '6', '7']);
});

describe('L11 a playlist is held until it has', () => {
  test('the part that was asked for', async () => {
    await using server = await MediaServer.start({ segments: 3 });
    server.push('720p', 3, 0);
    const answer = server.get(`${playlist}?_HLS_msn=3&_HLS_part=1`);
    await held(server, 1);
    server.push('360p', 3, 0);
    server.push('720p', 3, 1);
    const { status, text, headers } = await answer;
    expect(status).toBe(200);
    expect(text).toContain('URI="720p/3.1.m4s"');
    expect(headers['cache-control']).toBe('public, max-age=6');
  });

  test('the whole segment', async () => {
    await using server = await MediaServer.start({ segments: 3 });
    const answer = server.get(`${playlist}?_HLS_msn=3`);
    await held(server, 1);
    server.push('720p', 3, 0);
    server.store.cut('720p');
    expect((await answer).text).toContain('\n720p/3.m4s\n');
  });

  test('the first part of the next segment, where a segment ended before the part', async () => {
    await using server = await MediaServer.start({ segments: 3 });
    server.push('720p', 3, 0);
    const answer = server.get(`${playlist}?_HLS_msn=3&_HLS_part=5`);
    await held(server, 1);
    server.push('720p', 3, 1);
    server.store.cut('720p');
    await looked();
    expect(server.clock.pending).toBe(1);
    server.push('720p', 4, 0);
    expect((await answer).text).toContain('720p/4.0.m4s');
  });
});

test('L12 a part without its segment is refused', async () => {
  await using server = await MediaServer.start({ segments: 3 });
  const { status, text } = await server.get(`${playlist}?_HLS_part=1`);
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({ code: 'playlist_request' });
});

test.each([
  '_HLS_msn=5',
  '_HLS_msn=99999999',
  '_HLS_msn=-1',
  '_HLS_msn=zero',
  `_HLS_msn=${'9'.repeat(300)}`,
  '_HLS_msn=3&_HLS_part=9',
  '_HLS_msn=4&_HLS_part=9',
  '_HLS_msn=3&_HLS_msn=3',
])('L13 %s is refused at once', async (query) => {
  await using server = await MediaServer.start({ segments: 3 });
  const { status, headers } = await server.get(`${playlist}?${query}`);
  expect(status).toBe(400);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'application/problem+json; charset=utf-8',
    'access-control-allow-origin': '*',
  });
  expect(server.clock.pending).toBe(0);
});

test('L14 what does not come in three target durations is answered with 503', async () => {
  await using server = await MediaServer.start({ segments: 3 });
  const answer = server.get(`${playlist}?_HLS_msn=3`);
  await held(server, 1);
  server.clock.advance(6_000);
  const { status, headers, text } = await answer;
  expect(status).toBe(503);
  expect(JSON.parse(text)).toMatchObject({ code: 'media_overdue' });
  expect(headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'no-store' });
});

test('L15 an old number gets the whole playlist, which is soon another', async () => {
  await using server = await MediaServer.start({ segments: 8 });
  const { text, headers } = await server.get(`${playlist}?_HLS_msn=0&_HLS_part=3`);
  expect(text).toContain('#EXT-X-MEDIA-SEQUENCE:0\n');
  expect(text).toContain('\n720p/7.m4s\n');
  expect(headers['cache-control']).toBe('public, max-age=1');
});

test('L16 a delta update leaves out what is behind the skip boundary', async () => {
  await using server = await MediaServer.start({ segments: 9 });
  const { text } = await server.get(`${playlist}?_HLS_skip=YES`);
  expect(text).toContain('#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n');
  expect(text).not.toContain('\n720p/2.m4s\n');
  expect(text).toContain('\n720p/3.m4s\n');
});

test('L4 L15 L16 after the end there is no hint, directives mean nothing, and a recording is whole', async () => {
  await using server = await MediaServer.start({ segments: 12 });
  const live = await server.get(playlist);
  expect(live.text).toContain('#EXT-X-MEDIA-SEQUENCE:2\n');
  expect(await server.get('/media/live/b1/720p.vod.m3u8')).toMatchObject({ status: 404 });
  const waiting = server.get(`${playlist}?_HLS_msn=12`);
  await held(server, 1);
  server.store.end();
  const ended = await waiting;
  expect(ended.text).toMatch(/#EXT-X-MEDIA-SEQUENCE:2\n[\s\S]*\n#EXT-X-ENDLIST\n$/);
  expect(ended.text).not.toMatch(/PRELOAD-HINT|PLAYLIST-TYPE|EXT-X-PART/);
  expect((await server.get(`${playlist}?_HLS_msn=99&_HLS_skip=YES`)).text).toBe(ended.text);
  const { text: master } = await server.get(routes.hls('live'));
  expect(master).toContain('b1/720p.vod.m3u8');
  const { text: recording } = await server.get('/media/live/b1/720p.vod.m3u8');
  expect(recording).toContain('#EXT-X-PLAYLIST-TYPE:VOD\n');
});

test('L3 a live playlist does not grow back when the recording takes over', async () => {
  await using server = await MediaServer.start({ segments: 12 });
  await server.get(playlist);
  server.store.end();
  const [first] = server.store.segments('720p') ?? [];
  if (first === undefined) throw new Error('nothing was stored');
  // It has again, from 0 on, what the live window has lost.
  const recorded = Array.from({ length: 12 }, (_, msn) => ({ ...first, msn }));
  server.listings.set('b1', {
    broadcast: 'b1',
    channel: 'live',
    epochMs: server.store.epochMs,
    targetDurationS: 2,
    partTargetS: 1 / 3,
    hasEnded: true,
    renditions: server.store.renditions,
    segments: () => recorded,
    init: () => null,
    segment: async () => null,
    part: () => null,
    onChange: () => () => {},
  });
  expect((await server.get(playlist)).text).toContain('#EXT-X-MEDIA-SEQUENCE:2\n');
  expect((await server.get('/media/live/b1/720p.vod.m3u8')).text).toContain(
    '#EXT-X-MEDIA-SEQUENCE:0\n',
  );
});

test('L6 a new period is a discontinuity with a new map, and the count goes on in the window', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  server.store.beginPeriod(['720p', 'audio'].map(trackNamed));
  server.run(['720p', 'audio'], 4, 2);
  const { text } = await server.get(playlist);
  expect(text).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="720p/init.1.mp4"\n');
  // The one that rests shows another, which is as it was listed.
  const { text: standIn } = await server.get('/media/live/b1/360p.m3u8');
  expect(standIn).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="720p/init.1.mp4"\n');
  expect(standIn).toContain('\n720p/3.m4s\n');
  server.run(['720p', 'audio'], 8, 12);
  expect((await server.get(playlist)).text).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n');
});

test('L5 L6 a period without pictures names nothing that is not there, and the next one its map', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  server.store.beginPeriod(['audio'].map(trackNamed));
  server.run(['audio'], 4, 2);
  server.store.beginPeriod(['720p', 'audio'].map(trackNamed));
  server.run(['720p', 'audio'], 8, 1);
  const { text } = await server.get(playlist);
  expect(text.match(/#EXT-X-(?:DISCONTINUITY|MAP:.*|GAP)$/gm)).toEqual([
    '#EXT-X-MAP:URI="720p/init.0.mp4"',
    '#EXT-X-DISCONTINUITY',
    '#EXT-X-GAP',
    '#EXT-X-GAP',
    '#EXT-X-DISCONTINUITY',
    '#EXT-X-MAP:URI="720p/init.2.mp4"',
  ]);
  for (const [, uri] of text.matchAll(/#EXT-X-MAP:.*URI="([^"]+)"/g)) {
    expect(await server.get(`/media/live/b1/${uri}`)).toMatchObject({ status: 200 });
  }
});

test('L22 C5 playlists are compressed where that is taken, and nothing else varies', async () => {
  await using server = await MediaServer.start({ segments: 6 });
  const plain = await server.get(playlist);
  const { headers, body } = await server.get(playlist, {
    headers: { 'accept-encoding': 'br, gzip;q=0.5' },
  });
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  expect(gunzipSync(body).toString()).toBe(plain.text);
  const refused = await server.get(playlist, { headers: { 'accept-encoding': 'gzip;q=0' } });
  expect(refused.headers['content-encoding']).toBeUndefined();
  expect(refused.headers['date']).toBeDefined();
});

test('what has not changed is not sent again', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  const { headers } = await server.get(playlist);
  const again = await server.get(playlist, {
    headers: { 'if-none-match': String(headers['etag']) },
  });
  expect(again).toMatchObject({ status: 304, text: '' });
  expect(again.headers['cache-control']).toBe('public, max-age=1');
  server.push('720p', 2, 0);
  const changed = await server.get(playlist, {
    headers: { 'if-none-match': String(headers['etag']) },
  });
  expect(changed.status).toBe(200);
});

test('L11 a client that goes away leaves no place taken', async () => {
  await using server = await MediaServer.start({ segments: 3 });
  const leaving = new AbortController();
  const answer = server.get(`${playlist}?_HLS_msn=3`, { signal: leaving.signal });
  await held(server, 1);
  leaving.abort();
  await expect(answer).rejects.toThrow();
  await held(server, 0);
});

test('a private channel lets in who may, and adds what lets the next request in to every URI', async () => {
  await using server = await MediaServer.start({
    segments: 3,
    authorise: ({ url }) => {
      if (url?.includes('token=right') !== true) throw new PrivateError();
      return 'token=right';
    },
  });
  expect(await server.get(routes.hls('live'))).toMatchObject({ status: 401 });
  const master = await server.get(`${routes.hls('live')}?token=right`);
  expect(master.text).toContain('\nb1/720p.m3u8?token=right\n');
  const { text } = await server.get(`${playlist}?token=right`);
  const uris = [...text.matchAll(/URI="([^"]+)"|^([^#\s].*)$/gm)].map(([, a, b]) => a ?? b ?? '');
  expect(uris.length).toBeGreaterThan(20);
  expect(uris.filter((uri) => !uri.endsWith('?token=right'))).toEqual([]);
  const segment = '/media/live/b1/720p/1.m4s';
  expect(await server.get(`${segment}?token=right`)).toMatchObject({ status: 200 });
  expect(await server.get(segment)).toMatchObject({ status: 401 });
  const { text: manifest } = await server.get(`${routes.dash('live')}?token=right`);
  expect(manifest).toContain('media="b1/720p/$Number$.m4s?token=right"');
});

test.each([
  ['packager_down', 503],
  ['channel_off_air', 409],
  ['channel_unknown', 404],
  ['not_found', 404],
] as const)('%s is answered with %i', async (problem, status) => {
  await using server = await MediaServer.start({ segments: 1 });
  server.problem = { problem };
  const answer = await server.get(routes.hls('live'));
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toMatchObject({ code: problem });
  if (status === 503) expect(answer.headers['retry-after']).toBe('1');
});
