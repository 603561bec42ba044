import { limits } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { hub } from './testing/hub.ts';

test('viewers count once they are connected, and no longer than they are', async () => {
  const { broadcasts, goLive, watch, clock } = hub();
  const source = await goLive();
  const [a, b] = [await watch(source), await watch(source)];
  expect(broadcasts.view('live')?.viewers).toBe(0);
  a.connect();
  b.connect();
  expect(broadcasts.view('live')?.viewers).toBe(2);
  a.close();
  expect(broadcasts.view('live')?.viewers).toBe(1);
  broadcasts.close();
  expect(clock.pending).toBe(0);
});

test('a viewer asks for a key frame again in each interval until one flows, also after a change', async () => {
  const { goLive, watch, clock } = hub();
  const source = await goLive();
  const sink = await watch(source);
  clock.advance(5_000);
  expect(source.keyFrameRequests).toBe(0);
  sink.connect();
  clock.advance(3 * limits.keyFrameIntervalMs);
  expect(source.keyFrameRequests).toBe(3);
  sink.sendKeyFrame();
  clock.advance(60_000);
  expect(source.keyFrameRequests).toBe(3);

  const next = await goLive(true);
  clock.advance(2 * limits.keyFrameIntervalMs);
  expect(next.keyFrameRequests).toBe(2);
});

test('layers that nobody takes are let go after a while, all but the lowest', async () => {
  const { broadcasts, clock, goLive } = hub();
  await goLive();
  expect(broadcasts.news('live').wantedLayers).toHaveLength(3);
  clock.advance(limits.unwantedLayerMs - 1);
  expect(broadcasts.news('live').wantedLayers).toHaveLength(3);
  clock.advance(1);
  expect(broadcasts.news('live').wantedLayers).toHaveLength(1);
});

test('a layer is wanted again at once', async () => {
  const { broadcasts, clock, goLive, watch } = hub();
  const source = await goLive();
  clock.advance(limits.unwantedLayerMs);
  const heard: number[] = [];
  broadcasts.subscribe('live', () => {
    heard.push(broadcasts.news('live').wantedLayers?.length ?? 0);
  });
  const sink = await watch(source);
  expect(heard).toEqual([3]);
  const broadcast = broadcasts.forViewer('live');
  broadcast.selectLayer(sink, { id: broadcasts.view('live')?.layers[1]?.id });
  clock.advance(limits.unwantedLayerMs);
  expect(heard.at(-1)).toBe(2);
  broadcast.selectLayer(sink, {});
  expect(heard.at(-1)).toBe(3);
});

test('a viewer who reloads stops no layer', async () => {
  const { broadcasts, clock, goLive, watch } = hub();
  const source = await goLive();
  const sink = await watch(source);
  const heard: (number | undefined)[] = [];
  broadcasts.subscribe('live', () => {
    heard.push(broadcasts.news('live').wantedLayers?.length);
  });
  sink.close();
  clock.advance(1_000);
  await watch(source);
  clock.advance(60_000);
  expect(heard.every((count) => count === 3)).toBe(true);
});

test('a layer that does not exist is named, with those that do', async () => {
  const { broadcasts, goLive, watch } = hub();
  const source = await goLive();
  const sink = await watch(source);
  expect(() => broadcasts.forViewer('live').selectLayer(sink, { id: 'ultra' })).toThrow(
    expect.objectContaining({ code: 'layer_unknown', message: expect.stringContaining('ultra') }),
  );
});
