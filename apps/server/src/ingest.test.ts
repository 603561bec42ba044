import type { IngestWarning, StudioView } from '@tallylight/contract';
import { describe, expect, test, vi } from 'vitest';
import { TestServer } from './testing/test-server.ts';

async function warnings(server: TestServer): Promise<readonly IngestWarning[]> {
  const response = await fetch(`${server.url}/api/channels/test/studio`, {
    headers: { authorization: `Bearer ${server.key}` },
  });
  return ((await response.json()) as StudioView).warnings;
}

/** Waits until the broadcast has its layers in this order, by height. */
async function expectHeights(server: TestServer, heights: readonly number[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const layers = (await server.broadcast())?.layers ?? [];
      expect(layers.map(({ height }) => height)).toEqual(heights);
    },
    { timeout: 5_000, interval: 50 },
  );
}

describe('simulcast in every order', () => {
  test('highest first, as OBS has it: a viewer gets the highest, and may choose the lowest', async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({ layers: 3, layerOrder: 'highest-first' });
    await expectHeights(server, [180, 360, 720]);
    const ids = (await server.broadcast())?.layers.map(({ id }) => id);
    expect(ids).toEqual(['2', '1', '0']);
    await using viewer = await server.watch();
    await viewer.nextFrame(({ height }) => height === 720);
  });

  test('layers that start late find their place', async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({
      layers: 3,
      layerOrder: 'highest-first',
      startLayersAfterMs: [0, 1_000, 2_000],
    });
    await using viewer = await server.watch();
    await viewer.firstFrame;
    await expectHeights(server, [180, 360, 720]);
  });

  test('a layer that stops is left, and taken up again', { timeout: 20_000 }, async () => {
    await using server = await TestServer.start();
    await using publisher = await server.publish({ layers: 2 });
    await using viewer = await server.watch();
    await viewer.nextFrame(({ height }) => height === 360);
    publisher.pauseLayer(1);
    await viewer.nextFrame(({ height }) => height === 180);
    publisher.resumeLayer(1);
    await viewer.nextFrame(({ height }) => height === 360);
  });
});

describe('a publisher learns what to change', () => {
  test('B-frames are recognised within 3 s', async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({ bFrames: true });
    await vi.waitFor(
      async () => {
        const [warning] = await warnings(server);
        expect(warning?.code).toBe('b_frames');
        expect(warning?.steps[0]).toContain('Max B-frames');
      },
      { timeout: 3_000, interval: 50 },
    );
    expect(server.count('publisher should change its settings')).toBe(1);
  });

  test('a stream of a higher profile than its SDP is named with both', async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({ bFrames: true, profile: '42e01f' });
    await vi.waitFor(
      async () => {
        const warning = (await warnings(server)).find(({ code }) => code === 'profile_mismatch');
        expect(warning?.detail).toMatch(/42e01f.*4d/s);
      },
      { timeout: 3_000, interval: 50 },
    );
  });

  test('key frames far apart are measured where the encoder is deaf', {
    timeout: 20_000,
  }, async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({
      keyFrameIntervalMs: 5_000,
      ignoresKeyFrameRequests: true,
    });
    await vi.waitFor(
      async () => {
        const warning = (await warnings(server)).find(({ code }) => code === 'key_frame_distance');
        expect(warning?.detail).toMatch(/ 5\.\d s apart/);
      },
      { timeout: 12_000, interval: 200 },
    );
  });

  test('an encoder that listens is left in peace', { timeout: 20_000 }, async () => {
    await using server = await TestServer.start();
    await using _publisher = await server.publish({ layers: 2 });
    await using viewer = await server.watch();
    await viewer.firstFrame;
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await warnings(server)).toEqual([]);
  });
});

test('VP8 goes from a publisher to viewers who have it', async () => {
  await using server = await TestServer.start();
  await using _publisher = await server.publish({ codec: 'vp8' });
  await using viewer = await server.watch({ codec: 'vp8' });
  await viewer.nextFrame(({ height }) => height === 360);
  expect((await server.broadcast())?.layers[0]).toMatchObject({ width: 640, height: 360 });
});

test('who sends more than allowed is closed within 5 s, and told why', {
  timeout: 10_000,
}, async () => {
  await using server = await TestServer.start({ TALLYLIGHT_MAX_BITRATE: '2000000' });
  const startedAt = performance.now();
  await using publisher = await server.publish({ fillToBitrate: 4_000_000 });
  await publisher.lost;
  expect(performance.now() - startedAt).toBeLessThan(5_500);
  expect(server.logged).toContainEqual(
    expect.objectContaining({ msg: 'publisher gone', reason: 'bitrate' }),
  );
});
