import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import { routes } from '@tallylight/contract';
import { packagingSettings } from '../rig/packaging-test.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { test as base } from '../rig/test.ts';
import { MediaPlayerPage } from './media-player-page.ts';
import { PageServer } from './page-server.ts';

/**
 * Who plays what; how far behind the capture it may stay, in seconds, where it tells; and whether it changes its
 * rendition within seconds of being told: shaka does when it sees fit.
 */
const players = [
  // It doesn't catch up by itself once it has stood still.
  { name: 'hls-js', path: routes.hls, latencyS: 10, switches: true },
  { name: 'shaka', path: routes.hls, latencyS: 6, switches: false },
  // It takes the manifest's reference time for one of the presentation's begin, whatever the period's offset is.
  { name: 'shaka', path: routes.dash, latencyS: null, switches: false },
  { name: 'dash-js', path: routes.dash, latencyS: 6, switches: true },
  { name: 'native-hls', path: routes.hls, latencyS: null, switches: false },
];

const test = base.extend<
  object,
  { readonly packaging: ServerUnderTest; readonly pages: PageServer }
>({
  packaging: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
    async ({}, use) => {
      const server = await ServerUnderTest.start(packagingSettings);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  pages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
    async ({}, use) => {
      const pages = await PageServer.start();
      await use(pages);
      await pages.stop();
    },
    { scope: 'worker' },
  ],
});

for (const { name, path, latencyS, switches } of players) {
  const manifest = path('channel').split('.').at(-1);

  test(`${name} plays ${manifest} from another origin, switches, goes on with another publisher, and ends`, async ({
    packaging: server,
    pages,
    page,
  }) => {
    test.setTimeout(120_000);
    const publisher = await server.publish({ layers: 3 });
    await segmentsToBeThere(server, 3);
    const client = new MediaPlayerPage(page, pages, server.url);
    await client.open(name);
    await client.start(server.url + path(server.channel));
    await client.expectFrames(150);
    await client.expectDecodedSound(50_000);
    if (latencyS !== null) await expect.poll(() => client.latencyS()).toBeLessThan(latencyS);
    if (switches) {
      // The lowest layer is 180 lines high; where it rests, 144 are made in its place.
      await client.choose(Math.min(...(await client.heights())));
      await expect.poll(() => client.pictureSize()).toMatch(/x(144|180)$/);
      await client.choose(720);
      await expect.poll(() => client.pictureSize()).toBe('1280x720');
    }

    await using second = await server.takeOver({ layers: 1 });
    await publisher.lost;
    await expect.poll(() => client.pictureSize(), { timeout: 20_000 }).toBe('640x360');
    await client.expectFrames(60);
    await client.expectDecodedSound(20_000);
    expect(await client.errors()).toEqual([]);

    await second.end();
    await expect.poll(() => client.hasEnded(), { timeout: 20_000 }).toBe(true);
    // Of a part that was hinted at and never came, since it was the end, shaka complains before it ends as well.
    const errors = (await client.errors()).filter((error) => !error.includes('.m4s",404,'));
    expect(errors).toEqual([]);
  });
}

test('FFmpeg decodes what is on air, by every manifest, without a word', async ({
  packaging: server,
}) => {
  await using _publisher = await server.publish({ layers: 3 });
  await segmentsToBeThere(server, 3);
  const said = await Promise.all(
    [routes.hls, routes.hlsClassic, routes.dash].map((path) =>
      decode(server.url + path(server.channel)),
    ),
  );
  expect(said).toEqual(['', '', '']);
});

/** Players of the browser's own kind know nothing of parts, and want segments to begin with. */
async function segmentsToBeThere(server: ServerUnderTest, count: number): Promise<void> {
  const get = async (url: string): Promise<string> => (await fetch(url)).text();
  const master = server.url + routes.hlsClassic(server.channel);
  const segments = async (): Promise<number> => {
    const uri = (await get(master)).split('\n').find((line) => line.endsWith('.classic.m3u8'));
    if (uri === undefined) return 0;
    return (await get(new URL(uri, master).href)).match(/^#EXTINF/gm)?.length ?? 0;
  };
  await expect.poll(segments, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
}

/** What FFmpeg says of each discontinuity's initialization segment. They differ in nothing that it needs. */
const harmless = /^.*Found duplicated MOOV Atom\. Skipped it\n/gm;

/** @returns what FFmpeg complains of over ten seconds of every rendition */
async function decode(url: string): Promise<string> {
  const child = spawn('ffmpeg', [
    ...['-nostdin', '-hide_banner', '-v', 'warning', '-i', url],
    // With times as they are: rounded to frames of one length, two of them may fall together.
    ...['-map', '0', '-fps_mode', 'passthrough', '-enc_time_base:v', '1:90000'],
    ...['-t', '10', '-f', 'null', '-'],
  ]);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  return said.replace(harmless, '') + (code === 0 ? '' : `ended with ${code}`);
}
