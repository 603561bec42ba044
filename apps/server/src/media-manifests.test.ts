import { routes } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { trackNamed } from './packager/store/testing/live-store.ts';
import { MediaServer } from './playback/testing/media-server.ts';

test('D1 D2 D3 D4 the manifest of a live broadcast lists what can be had, with the segment on its way', async () => {
  await using server = await MediaServer.start({ segments: 3 });
  server.push('720p', 3, 0);
  const { headers, text } = await server.get(routes.dash('live'));
  expect(headers['content-type']).toBe('application/dash+xml');
  expect(text).toContain('type="dynamic"');
  expect(text).toContain('media="b1/720p/$Number$.m4s"');
  expect(text).toContain('<S t="0" d="180000" r="3"/>');
  const [, clock = ''] = /UTCTiming [^>]*value="([^"]+)"/.exec(text) ?? [];
  const time = await server.get(new URL(clock, `${server.url}/media/live/manifest.mpd`).pathname);
  expect(Date.parse(time.text)).toBe(server.clock.now());
  expect(time.headers['cache-control']).toBe('no-store');
  const pinned = await server.get('/media/live/b1/manifest.mpd');
  expect(pinned.text).toContain('media="720p/$Number$.m4s"');
  expect(pinned.text).toContain('value="../../clock"');
});

test('D3 a period keeps its begin when its first segments are gone', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  server.store.beginPeriod(['720p', 'audio'].map(trackNamed));
  server.run(['720p', 'audio'], 4, 2);
  const period = async () => (await server.get(routes.dash('live'))).text.match(/<Period.*>/g);
  expect(await period()).toEqual(['<Period id="0" start="PT0S">', '<Period id="1" start="PT4S">']);
  server.run(['720p', 'audio'], 8, 12);
  expect(await period()).toEqual(['<Period id="1" start="PT4S">']);
  const { text } = await server.get(routes.dash('live'));
  expect(text).toContain('presentationTimeOffset="360000" startNumber="6"');
});

test('D3 a period is told of once sound and pictures of it have begun', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  server.store.beginPeriod(['720p', 'audio'].map(trackNamed));
  const periods = async () => (await server.get(routes.dash('live'))).text.match(/<Period /g);
  server.push('audio', 4, 0);
  expect(await periods()).toHaveLength(1);
  server.push('720p', 4, 0);
  expect(await periods()).toHaveLength(2);
});

test('D3 a segment whose media is missing is not in the manifest', async () => {
  await using server = await MediaServer.start({ segments: 2 });
  server.store.beginPeriod(['720p', '360p', 'audio'].map(trackNamed));
  server.store.cut('360p');
  server.run(['720p', 'audio'], 4, 1);
  server.run(['720p', '360p', 'audio'], 6, 1);
  const { text } = await server.get('/media/live/b1/manifest.mpd');
  const listed = [...text.matchAll(/startNumber="(\d+)" .*media="([^$]+)/g)].slice(3);
  const firsts = listed.map(([, number, folder]) => `${folder}${number}.m4s`);
  expect(firsts).toEqual(['720p/2.m4s', '360p/3.m4s', 'audio/2.m4s']);
  for (const first of firsts) {
    expect((await server.get(`/media/live/b1/${first}`)).status).toBe(200);
  }
});

test('D1 D6 the times of a manifest begin with its first period, and stay when it is over', async () => {
  await using server = await MediaServer.start({});
  const { store, run } = server;
  store.beginPeriod(['720p', 'audio'].map(trackNamed));
  run(['720p', 'audio'], 12.5, 2);
  const manifest = async () => (await server.get(routes.dash('live'))).text;
  const begin = new Date(store.epochMs + 12_500).toISOString();
  expect(await manifest()).toContain(`availabilityStartTime="${begin}"`);
  expect(await manifest()).toContain('<Period id="0" start="PT0S">');
  expect(await manifest()).toContain('presentationTimeOffset="1125000"');
  expect(await manifest()).toContain('<S t="1125000" d="180000" r="1"/>');
  store.beginPeriod(['720p', 'audio'].map(trackNamed));
  run(['720p', 'audio'], 20, 1);
  expect(await manifest()).toContain('<Period id="1" start="PT7.5S">');
  store.end();
  expect(await manifest()).toContain('type="static" mediaPresentationDuration="PT9.5S"');
  expect(await manifest()).toContain('<Period id="0" start="PT0S">');
  expect(await manifest()).toContain('<Period id="1" start="PT7.5S">');
});

test('D6 the manifest becomes static at the end', async () => {
  await using server = await MediaServer.start({ segments: 3 });
  server.store.end();
  const { text } = await server.get(routes.dash('live'));
  expect(text).toContain('type="static" mediaPresentationDuration="PT6S"');
});
