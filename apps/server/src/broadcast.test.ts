import { readFileSync, readlinkSync } from 'node:fs';
import { limits } from '@tallylight/contract';
import { renumberExtensions } from '@tallylight/protocol/sdp';
import { describe, expect, test, vi } from 'vitest';
import { TestServer } from './testing/test-server.ts';

const withinMs = (timeout: number) => ({ timeout, interval: 50 });

const offers = new URL('../../../packages/protocol/fixtures/offers/', import.meta.url);
const playerOffer = (name: string): string =>
  readFileSync(new URL(`${name}.whep.sdp`, offers), 'utf8');

describe('a broadcast through the real server', () => {
  test('goes from a publisher to viewers, and ends with a goodbye', async () => {
    await using server = await TestServer.start();
    await using publisher = await server.publish({ layers: 2 });
    await using viewer = await server.watch();
    await using other = await server.watch();
    await Promise.all([viewer.firstFrame, other.firstFrame]);
    const best = await viewer.nextFrame(({ width }) => width === 640);
    expect(best.height).toBe(360);
    expect(await server.broadcast()).toMatchObject({ state: 'live', viewers: 2 });
    expect(viewer.stats().lost).toBe(0);
    expect(viewer.stats().audioPackets).toBeGreaterThan(0);

    await publisher.end();
    await Promise.all([viewer.lost, other.lost]);
    await vi.waitFor(async () => {
      expect(await server.broadcast()).toMatchObject({ state: 'ended', viewers: 0 });
    }, withinMs(2_000));
    expect(server.count('publisher gone')).toBe(1);
    expect(server.count('viewer gone')).toBe(2);
  });

  test.each([
    { title: 'sound alone', audio: true, video: false },
    { title: 'picture alone', audio: false, video: true },
  ])('carries $title', async ({ audio, video }) => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({ audio, video });
    await using viewer = await server.watch();
    expect(await viewer.firstFrame).toBeGreaterThan(0);
    expect(viewer.stats().frames > 0).toBe(video);
    const offer = playerOffer('chromium-156-cloudflare');
    const answer = await (await server.post(server.whep, offer)).text();
    // What is not on air is idle, not refused: players that bundle all on the first section need it.
    expect(answer).not.toMatch(/^m=(audio|video) 0 /m);
    expect(answer.match(/^a=inactive/gm)).toHaveLength(1);
  });

  test.each(['42e01f', '42001f', '4d001f', '64001f'] as const)(
    'carries H.264 of profile %s',
    async (profile) => {
      await using server = await TestServer.start();
      await using _publisher = await server.publish({ profile });
      await using viewer = await server.watch();
      expect(await viewer.firstFrame).toBeGreaterThan(0);
    },
  );

  test('does not probe a line whose viewer has the payload type of the probes', async () => {
    await using server = await TestServer.start();
    await using publisher = await server.publish();
    await using viewer = await server.watch();
    await viewer.firstFrame;
    // Under the server's extension ids, with which it estimates.
    const offer = renumberExtensions(
      playerOffer('chromium-156-medooze').replaceAll('sendrecv', 'recvonly'),
    );
    const answerTo = async (sdp: string): Promise<string> =>
      (await server.post(server.whep, sdp)).text();
    const probed = await answerTo(offer);
    expect(probed).toContain('a=rtpmap:109 rtx');
    expect(probed).toContain('a=rtcp-fb:108 transport-cc');
    const answer = await answerTo(offer.replaceAll(/(?<=a=rtpmap:|a=fmtp:|108 )109\b/g, '127'));
    expect(answer).toContain('a=rtpmap:127 rtx');
    expect(answer).not.toMatch(/a=rtcp-fb:\d+ (transport-cc|goog-remb)/);
    await publisher.end();
  });

  test('asks the publisher for at most two key frames a second and layer, however many join', async () => {
    await using server = await TestServer.start();
    await using publisher = await server.publish({ layers: 1 });
    await using first = await server.watch();
    await first.firstFrame;
    const before = publisher.stats().keyFrameRequests;
    const begun = performance.now();
    const viewers = await Promise.all(Array.from({ length: 8 }, () => server.watch()));
    await Promise.all(viewers.map((viewer) => viewer.firstFrame));
    const seconds = (performance.now() - begun) / 1000;
    expect(publisher.stats().keyFrameRequests - before).toBeLessThanOrEqual(
      Math.ceil((seconds * 1000) / limits.keyFrameIntervalMs) + 1,
    );
    await Promise.all(viewers.map((viewer) => viewer.end()));
  });

  test('has a place for one publisher: a second is refused, and the first goes on', async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish();
    await expect(server.publish({ timeoutMs: 500 })).rejects.toMatchObject({
      reason: 'refused',
      status: 409,
      code: 'already_live',
    });
    await using viewer = await server.watch();
    expect(await viewer.firstFrame).toBeGreaterThan(0);
  });

  test('lets a session be deleted that has ended, once, and takes nobody else along', async () => {
    await using server = await TestServer.start();
    const first = await server.publish();
    await using viewer = await server.watch();
    await viewer.firstFrame;
    await using _second = await server.takeOver();
    await first.lost;
    expect((await fetch(first.location)).status).toBe(410);
    expect((await fetch(first.location, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(first.location, { method: 'DELETE' })).status).toBe(404);
    await viewer.nextFrame();
    expect((await server.broadcast())?.state).toBe('live');
  });

  test('frees who vanishes without a word within 35 s, and says so once', {
    timeout: 60_000,
  }, async () => {
    await using server = await TestServer.start();
    const publisher = await server.publish();
    const viewer = await server.watch();
    await viewer.firstFrame;
    await viewer.vanish();
    await vi.waitFor(async () => {
      expect(await server.broadcast()).toMatchObject({ state: 'live', viewers: 0 });
    }, withinMs(35_000));
    expect(server.logged.filter(({ msg }) => msg === 'viewer gone')).toMatchObject([
      { level: 30, reason: 'silent' },
    ]);

    await publisher.vanish();
    await vi.waitFor(async () => {
      expect(await server.broadcast()).toMatchObject({ state: 'interrupted' });
    }, withinMs(35_000));
    expect(server.logged.filter(({ msg }) => msg === 'publisher gone')).toMatchObject([
      { level: 30, reason: 'silent' },
    ]);
  });

  test('outlives the death of its media worker', async () => {
    await using server = await TestServer.start();
    await using publisher = await server.publish();
    await using viewer = await server.watch();
    await viewer.firstFrame;
    const { id } = (await server.broadcast()) ?? {};
    const { pid } = server.logged.find(({ msg }) => msg === 'media worker started') ?? {};
    expect(readlinkSync(`/proc/${String(pid)}/exe`)).toContain('mediasoup-worker');
    process.kill(Number(pid), 'SIGKILL');

    await vi.waitFor(async () => {
      expect(await server.broadcast()).toMatchObject({ id, state: 'interrupted' });
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    }, withinMs(5_000));
    publisher.stop();
    await using returned = await server.publish();
    await using back = await server.watch();
    expect(await back.firstFrame).toBeGreaterThan(0);
    expect(await server.broadcast()).toMatchObject({ id, state: 'live' });
    await returned.end();
  });
});
