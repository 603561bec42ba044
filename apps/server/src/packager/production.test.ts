import { describe, expect, test } from 'vitest';
import { setStage } from './testing/stage.ts';

const low = { width: 320, height: 180 };
const middle = { width: 640, height: 360 };
const high = { width: 1280, height: 720 };
const three = [low, middle, high];

describe('what is made of a publisher', () => {
  test('three layers are copied, cut at key frames that are asked for', async () => {
    const { publisher, store, finish, heard, encoders } = await setStage({ layers: three });
    await publisher.run(20_000);
    await finish();
    expect(store.renditions).toEqual(['720p 360p 144p audio']);
    const [period] = store.periods;
    for (const id of ['720p', '360p', '144p', 'audio']) {
      // Each a little shorter than 2 s.
      expect(period?.segments.get(id)?.filter((parts) => parts.length > 0)).toHaveLength(11);
    }
    expect(encoders.all.map(({ job }) => job.kind)).toEqual(['audio']);
    expect(heard.failed).toEqual([]);
    expect(heard.keyFrames.length).toBeGreaterThan(8);
  });

  test('L10 the first part of each segment is independent, and no other in between', async () => {
    const { publisher, store, finish } = await setStage();
    await publisher.run(10_000);
    await finish();
    for (const parts of store.periods[0]?.segments.get('720p') ?? []) {
      expect(parts.map(({ isIndependent }) => isIndependent)).toEqual(
        parts.map((_, at) => at === 0),
      );
    }
  });

  test('missing rungs are made, and lie where the copied ones do', async () => {
    const { publisher, store, finish } = await setStage({ layers: [high] });
    await publisher.run(12_000);
    await finish();
    expect(store.renditions).toEqual(['720p 360p 144p audio']);
    expect(store.span(0, '144p')).toEqual(store.span(0, '720p'));
  });

  test('sound alone is cut every two seconds', async () => {
    const { publisher, store, finish } = await setStage({ layers: [] });
    await publisher.run(10_000);
    await finish();
    expect(store.renditions).toEqual(['audio']);
    const segments = store.periods[0]?.segments.get('audio') ?? [];
    expect(segments.filter((parts) => parts.length > 0).length).toBeGreaterThanOrEqual(5);
  });

  test('pictures alone need no sound', async () => {
    const { publisher, store, finish, encoders } = await setStage({ audio: false });
    await publisher.run(10_000);
    await finish();
    expect(store.renditions).toEqual(['720p 360p 144p']);
    expect(encoders.all.map(({ job }) => job.kind)).toEqual(['ladder']);
  });

  test('sound that never comes, though it was announced, is silence', async () => {
    const { publisher, store, finish } = await setStage({ layers: three });
    publisher.mute();
    await publisher.run(10_000);
    await finish();
    expect(store.renditions).toEqual(['720p 360p 144p audio']);
    const [pictures, sound] = [store.span(0, '720p'), store.span(0, 'audio')];
    expect((pictures?.untilS ?? 0) - (sound?.untilS ?? 0)).toBeLessThan(1);
  });

  test('pictures that were announced and do not come keep the sound waiting for a while only', async () => {
    const { publisher, store, finish } = await setStage();
    publisher.pause(0);
    await publisher.run(4_000);
    expect(store.renditions).toEqual(['audio']);
    publisher.pause(0, false);
    await publisher.run(6_000);
    await finish();
    expect(store.renditions).toEqual(['audio', '720p 360p 144p audio']);
  });
});

describe('layers that come and go', () => {
  test('one that begins late has its rendition from then on', async () => {
    const { publisher, store, finish } = await setStage({ layers: three });
    publisher.pause(2);
    await publisher.run(6_000);
    publisher.pause(2, false);
    await publisher.run(6_000);
    await finish();
    expect(store.renditions).toEqual(['360p 144p audio', '720p 360p 144p audio']);
    expectNoHole(store, '360p');
    expectNoHole(store, 'audio');
  });

  test('one that stops is missing until it is back; the others go on', async () => {
    const { publisher, store, finish } = await setStage({ layers: three });
    await publisher.run(6_000);
    publisher.pause(2);
    await publisher.run(6_000);
    publisher.pause(2, false);
    await publisher.run(6_000);
    await finish();
    expect(store.renditions).toEqual([
      '720p 360p 144p audio',
      '360p 144p audio',
      '720p 360p 144p audio',
    ]);
    expectNoHole(store, '144p');
    expectNoHole(store, 'audio');
  });

  test('a pause of less than a second changes nothing', async () => {
    const { publisher, store, finish } = await setStage({ layers: three });
    await publisher.run(6_000);
    publisher.pause(1);
    await publisher.run(600);
    publisher.pause(1, false);
    await publisher.run(6_000);
    await finish();
    expect(store.periods).toHaveLength(1);
  });

  test('another size begins another period, once', async () => {
    const { publisher, store, finish } = await setStage({ layers: three });
    await publisher.run(6_000);
    publisher.resize(2, { width: 960, height: 540 });
    await publisher.run(6_000);
    await finish();
    expect(store.renditions).toEqual(['720p 360p 144p audio', '360p 144p audio']);
    expectNoHole(store, 'audio');
  });

  test('a rung that is shed goes at once, and is back when there is room', async () => {
    const { publisher, store, finish, shed } = await setStage({ layers: [high] });
    await publisher.run(6_000);
    shed(1);
    await publisher.run(6_000);
    shed(0);
    await publisher.run(6_000);
    await finish();
    expect(store.renditions).toEqual([
      '720p 360p 144p audio',
      '720p 144p audio',
      '720p 360p 144p audio',
    ]);
    expectNoHole(store, '720p');
    expectNoHole(store, 'audio');
  });
});

describe('key frames', () => {
  test('L1 a publisher that gives none when asked has its pictures made anew', async () => {
    const options = { ignoresKeyFrameRequests: true, keyFrameEvery: 125 };
    const { publisher, store, finish } = await setStage(options);
    await publisher.run(30_000);
    await finish();
    const last = store.periods.at(-1)?.tracks ?? [];
    expect(last.map(({ id }) => id)).toEqual(['720p', '360p', '144p', 'audio']);
    expect(last.every(({ made }) => made === 'transcoded')).toBe(true);
    // It goes on so.
    expect(store.periods.length).toBeLessThanOrEqual(3);
  });

  test('one that is known for it is not even tried twice', async () => {
    const options = { ignoresKeyFrameRequests: true, keyFrameEvery: 125 };
    const { publisher, store, finish } = await setStage(options);
    publisher.warn('key_frame_distance');
    await publisher.run(20_000);
    await finish();
    expect(store.periods.length).toBeLessThanOrEqual(2);
    expect(store.periods.at(-1)?.tracks.every(({ made }) => made === 'transcoded')).toBe(true);
  });

  test('key frames of its own that come more often cut where segments end', async () => {
    const options = { ignoresKeyFrameRequests: true, keyFrameEvery: 50 };
    const { publisher, store, finish } = await setStage(options);
    await publisher.run(20_000);
    await finish();
    expect(store.periods).toHaveLength(1);
    expect(store.periods[0]?.tracks[0]?.made).toBe('copied');
  });

  test('a lost picture is repaired by a key frame, and leaves no other trace', async () => {
    const { publisher, store, finish } = await setStage({ layers: three });
    await publisher.run(5_000);
    const before = publisher.source.keyFrameRequests;
    let left = 3;
    publisher.fate = () => {
      left -= 1;
      return left >= 0 ? 0 : 1;
    };
    await publisher.run(500);
    expect(publisher.source.keyFrameRequests).toBeGreaterThan(before);
    await publisher.run(6_000);
    await finish();
    expect(store.periods).toHaveLength(1);
  });

  test.each([
    { pauseMs: 90_000, made: 'copied' },
    { pauseMs: 10_000, made: 'transcoded' },
  ])('two that were overdue, $pauseMs ms apart, make it $made', async ({ pauseMs, made }) => {
    const { publisher, store, finish } = await setStage();
    for (let round = 0; round < 2; round += 1) {
      await publisher.run(5_000);
      publisher.ignoresKeyFrameRequests = true;
      const before = publisher.source.keyFrameRequests;
      // Three before it was overdue, and one after.
      for (let frame = 0; frame < 75; frame += 1) {
        if (publisher.source.keyFrameRequests < before + 4) await publisher.run(40);
      }
      publisher.ignoresKeyFrameRequests = false;
      await publisher.run(pauseMs);
    }
    await finish();
    expect(store.periods.length).toBeGreaterThanOrEqual(3);
    expect(store.periods.at(-1)?.tracks[0]?.made).toBe(made);
  });
});

describe('trouble', () => {
  test.each(['audio', 'ladder'] as const)(
    'the %s encoder fails: what there was is kept',
    async (kind) => {
      const { publisher, store, finish, heard, encoders } = await setStage();
      await publisher.run(6_000);
      encoders.running(kind)[0]?.fail('it broke');
      await publisher.run(2_000);
      expect(heard).toMatchObject({ failed: ['it broke'], stale: 0 });
      expect(encoders.running('audio')).toEqual([]);
      expect(encoders.running('ladder')).toEqual([]);
      expect(publisher.source.copies.size).toBe(0);
      await finish();
      expect((store.span(0, '720p')?.untilS ?? 0) - 12).toBeGreaterThan(5.5);
    },
  );

  test('a publisher that goes is no fault', async () => {
    const { publisher, heard, finish } = await setStage();
    await publisher.run(4_000);
    publisher.source.close();
    await finish();
    expect(heard).toMatchObject({ failed: [], stale: 0 });
  });

  test('being closed is no fault either', async () => {
    const { publisher, heard, finish } = await setStage();
    await publisher.run(4_000);
    await finish();
    expect(heard).toMatchObject({ failed: [], stale: 0 });
  });

  test('a copy that ends while the source is there is told as stale', async () => {
    const { publisher, heard } = await setStage();
    await publisher.run(4_000);
    for (const sink of publisher.source.copies) sink.closed();
    await publisher.run(2_000);
    expect(heard).toMatchObject({ failed: [], stale: 1 });
  });

  test('when it is closed nothing is left to wait for', async () => {
    const { publisher, finish, clock, encoders } = await setStage();
    await publisher.run(4_000);
    await finish();
    expect(publisher.source.copies.size).toBe(0);
    expect(encoders.all.every(({ hasEnded }) => hasEnded)).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

type Store = Awaited<ReturnType<typeof setStage>>['store'];

/** That a track has no hole between the periods that have it, of more than players jump over. */
function expectNoHole(store: Store, id: string): void {
  const spans = store.periods.flatMap((_, period) => store.span(period, id) ?? []);
  expect(spans.length).toBe(store.periods.length);
  spans.slice(1).forEach(({ fromS }, index) => {
    expect(fromS - (spans[index]?.untilS ?? 0)).toBeLessThan(0.1);
  });
}
