import { describe, expect, test, vi } from 'vitest';
import { ffmpegChildren } from './packager/testing/ffmpeg-children.ts';
import { HttpViewer } from './packager/testing/http-viewer.ts';
import { apartMs, pictureSeconds, soundSeconds } from './packager/testing/lip-sync.ts';
import { TestServer } from './testing/test-server.ts';

const withPackager = { TALLYLIGHT_PACKAGER: 'true', TALLYLIGHT_LADDER: '720,360,144' };

/** Its pictures never jump in the clip, as they do where a key frame is asked for: they tell the time. */
const steady = { keyFrameIntervalMs: 2_000, ignoresKeyFrameRequests: true } as const;

/** Every rendition decodes, and is in time with the sound. */
async function expectInTime(viewer: HttpViewer, renditions: readonly string[]): Promise<void> {
  const [sound] = await viewer.download('audio');
  if (sound === undefined) throw new Error('There is no sound.');
  const pips = await soundSeconds(sound);
  expect(pips.length).toBeGreaterThanOrEqual(3);
  for (const rendition of renditions) {
    const runs = await viewer.download(rendition);
    const pictures = (await Promise.all(runs.map(pictureSeconds))).flat();
    const apart = apartMs(pictures, pips);
    expect(apart.length).toBeGreaterThanOrEqual(3);
    for (const ms of apart) expect(Math.abs(ms)).toBeLessThanOrEqual(40);
  }
}

/** Waits for whole segments behind one discontinuity, which stays the only one. */
async function expectTwoAfterChange(viewer: HttpViewer, rendition: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { segments } = await viewer.playlist(rendition);
      expect(segments.filter(({ run }) => run > 0).length).toBeGreaterThanOrEqual(2);
      expect(segments.at(-1)?.run).toBe(1);
    },
    { timeout: 15_000, interval: 50 },
  );
}

describe('a broadcast through the real packager', { timeout: 60_000 }, () => {
  test('has its first segment within 3 s, in all renditions, and decodes without a word', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish({ layers: 3 });
    const begunMs = performance.now();
    await vi.waitFor(async () => expect((await viewer.answer()).status).toBe(200), {
      ...{ timeout: 10_000, interval: 20 },
    });
    const first = await viewer.segments('720p', 1);
    expect(performance.now() - begunMs).toBeLessThan(3_000);
    expect(first.targetS).toBe(2);
    const renditions = ['144p', '360p', '720p', 'audio'];
    expect(await viewer.renditions()).toEqual(renditions);
    for (const rendition of renditions) {
      const { segments } = await viewer.segments(rendition, 3);
      for (const { durationS, run } of segments) {
        expect(Math.round(durationS)).toBeLessThanOrEqual(2);
        expect(run).toBe(0);
      }
      const [run] = await viewer.download(rendition);
      if (run === undefined) throw new Error('There is nothing.');
      await (rendition === 'audio' ? soundSeconds(run) : pictureSeconds(run));
    }
    expect(ffmpegChildren().map(({ kind }) => kind)).toEqual(['audio']);
  });

  test('has copied layers in time with the sound', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish({ layers: 3, ...steady });
    await viewer.segments('720p', 4);
    await viewer.segments('audio', 4);
    await expectInTime(viewer, ['720p', '360p', '144p']);
  });

  test('is in time from its first picture on where reports alone tell of the clock, and pictures take long to encode', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish({
      ...{ layers: 2, ...steady, keyFrameIntervalMs: 500 },
      ...{ tellsCaptureTimes: false, encodingMs: 300 },
    });
    const first = await viewer.segments('360p', 4);
    await viewer.segments('audio', 4);
    expect(first.segments.map(({ run }) => run)).toEqual(first.segments.map(() => 0));
    await expectInTime(viewer, ['360p', '144p']);
  });

  test.each([
    { title: 'packets', tellsCaptureTimes: true },
    { title: 'reports alone', tellsCaptureTimes: false },
  ])(
    'stays in time and whole over timestamps that wrap, and that jump, with capture times in $title',
    async ({ tellsCaptureTimes }) => {
      await using server = await TestServer.start(withPackager);
      const viewer = new HttpViewer(server);
      await using publisher = await server.publish({
        ...{ layers: 2, ...steady, tellsCaptureTimes, encodingMs: 100, wrapsAfterMs: 3_000 },
      });
      await viewer.segments('360p', 3);
      publisher.restartTimestamps();
      const { segments } = await viewer.segments('360p', 7);
      await viewer.segments('audio', 7);
      expect(segments.map(({ run }) => run)).toEqual(segments.map(() => 0));
      await expectInTime(viewer, ['360p', '144p']);
    },
  );

  test('layers stay copied while viewers come and ask for key frames of their own', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish({ layers: 3 });
    for (let count = 1; count <= 4; count += 1) {
      await viewer.segments('360p', count);
      await using watcher = await server.watch();
      await watcher.firstFrame;
    }
    const { segments } = await viewer.segments('144p', 6);
    for (const { durationS, run } of segments) {
      expect(Math.round(durationS)).toBeLessThanOrEqual(2);
      expect(run).toBe(0);
    }
    expect(ffmpegChildren().map(({ kind }) => kind)).toEqual(['audio']);
  });

  test('a layer that begins late, stops and comes back leaves the others whole', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using publisher = await server.publish({
      layers: 3,
      startLayersAfterMs: [0, 0, 4_000],
    });
    const has720p = (isThere: boolean) =>
      vi.waitFor(
        async () => {
          const heights = (await server.broadcast())?.packaging?.heights ?? [];
          expect(heights.includes(720)).toBe(isThere);
          expect(heights).toContain(360);
        },
        { timeout: 15_000, interval: 50 },
      );
    await has720p(false);
    await has720p(true);
    publisher.pauseLayer(2);
    await has720p(false);
    publisher.resumeLayer(2);
    await has720p(true);
    const { segments } = await viewer.segments('360p', 6);
    for (const { durationS } of segments) expect(Math.round(durationS)).toBeLessThanOrEqual(2);
    for (const rendition of ['360p', '144p', 'audio']) {
      const times = (await viewer.download(rendition)).flatMap((run) => run.times);
      times.slice(1).forEach((time, index) => {
        expect(time).toBeGreaterThan(times[index] ?? 0);
        // Half a second is what a change of the leading layer may cost.
        expect(time - (times[index] ?? 0)).toBeLessThan(0.5);
      });
    }
  });

  test('another publisher takes over, with another size', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _first = await server.publish({ layers: 2 });
    await viewer.segments('360p', 2);
    await using _second = await server.takeOver({ layers: 3 });
    await expectTwoAfterChange(viewer, '360p');
    await expectTwoAfterChange(viewer, '720p');
    expect(await viewer.renditions()).toEqual(['144p', '360p', '720p', 'audio']);
  });

  test('a publisher who vanished and is back within the grace period goes on in the same broadcast', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    const first = await server.publish({ layers: 1 });
    await viewer.segments('360p', 2);
    const before = (await server.broadcast())?.id;
    await first.vanish();
    await using _second = await server.takeOver({ layers: 1 });
    await expectTwoAfterChange(viewer, '360p');
    expect((await server.broadcast())?.id).toBe(before);
  });

  test('makes the rungs that are missing, in time with the sound too', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish({ layers: 1, ...steady });
    await viewer.segments('144p', 4);
    await viewer.segments('audio', 4);
    await expectInTime(viewer, ['360p', '144p']);
    expect(
      ffmpegChildren()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['audio', 'ladder']);
  });

  test('makes VP8 into H.264', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish({ layers: 1, codec: 'vp8', ...steady });
    await viewer.segments('360p', 4);
    await expectInTime(viewer, ['360p']);
  });

  test.each([
    { title: 'sound alone', options: { audio: true, video: false }, renditions: ['audio'] },
    {
      title: 'pictures alone',
      options: { audio: false, video: true, layers: 2 },
      renditions: ['144p', '360p'],
    },
  ] as const)('carries $title', async ({ options, renditions }) => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish(options);
    const [first] = renditions;
    await viewer.segments(first, 3);
    expect(await viewer.renditions()).toEqual(renditions);
    const [run] = await viewer.download(first);
    if (run === undefined) throw new Error('There is nothing.');
    if (first === 'audio') expect((await soundSeconds(run)).length).toBeGreaterThan(3);
    else expect((await pictureSeconds(run)).length).toBeGreaterThan(0);
  });

  test('L1 a publisher with a key frame in 5 s, whatever it is asked, has no longer segments', async () => {
    await using server = await TestServer.start(withPackager);
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish({
      ...{ layers: 1, keyFrameIntervalMs: 5_000, ignoresKeyFrameRequests: true },
    });
    const { segments, targetS } = await viewer.segments('360p', 6, 30_000);
    expect(targetS).toBe(2);
    for (const { durationS } of segments) expect(Math.round(durationS)).toBeLessThanOrEqual(2);
    // They decode without a word.
    for (const run of await viewer.download('360p')) await pictureSeconds(run);
  });
});
