import { expect, test } from 'vitest';
import { type FlowingLayer, makePlan, planTracks } from './plan.ts';
import { flowing } from './testing/flowing-layer.ts';

const options = { heights: [720, 360], shed: 0, hasAudio: true };

test('is cut by the best layer where that has key frames when they are asked for', () => {
  const plan = makePlan([flowing(0, 360), flowing(1, 720)], options);
  expect(plan).toMatchObject({ cutsBy: 'layer', best: { layer: 1 }, encoderKey: '' });
  expect(plan.copied.map(({ id }) => id)).toEqual(['720p', '360p']);
});

test('is cut by the encoder where the publisher gives no key frames', () => {
  const plan = makePlan([flowing(0, 720, { givesKeyFrames: false })], options);
  expect(plan.cutsBy).toBe('encoder');
  expect(plan.copied).toEqual([]);
  expect(plan.transcoded.map(({ id }) => id)).toEqual(['720p', '360p']);
});

test('VP8 is made anew, and cut where it has its key frames', () => {
  const format = { codec: 'vp08', width: 1280, height: 720 } as const;
  const plan = makePlan([flowing(0, 720, { format })], options);
  expect(plan.cutsBy).toBe('layer');
  expect(plan.copied).toEqual([]);
  expect(plan.transcoded.map(({ id }) => id)).toEqual(['720p', '360p']);
});

test('is cut by the sound where there are no pictures', () => {
  expect(makePlan([], options)).toMatchObject({ cutsBy: 'audio', best: null, transcoded: [] });
});

test('is the same as long as nothing changes that players could see', () => {
  const key = (layers: FlowingLayer[], part: Partial<typeof options> = {}) =>
    makePlan(layers, { ...options, ...part }).key;
  const usual = key([flowing(0, 360), flowing(1, 720)]);
  expect(key([flowing(1, 720), flowing(0, 360)])).toBe(usual);
  const others = [
    key([flowing(1, 720)]),
    key([flowing(0, 360), flowing(1, 720, { origin: 'another format' })]),
    key([flowing(0, 360), flowing(1, 720)], { hasAudio: false }),
    key([flowing(0, 360), flowing(1, 720, { givesKeyFrames: false })]),
    key([flowing(1, 720)], { shed: 1 }),
  ];
  expect(new Set([usual, ...others]).size).toBe(others.length + 1);
});

test('needs another encoder only where what it makes is another', () => {
  const encoderKey = (layers: FlowingLayer[], hasAudio = true) =>
    makePlan(layers, { ...options, heights: [720, 480, 360], hasAudio }).encoderKey;
  const usual = encoderKey([flowing(0, 360), flowing(1, 720)]);
  expect(usual).not.toBe('');
  expect(encoderKey([flowing(0, 360), flowing(1, 720)], false)).toBe(usual);
  expect(encoderKey([flowing(1, 720)])).not.toBe(usual);
});

test('has its tracks from the highest picture down to the sound', () => {
  const plan = makePlan([flowing(1, 720)], options);
  const tracks = planTracks(plan, { rung: (id) => `encoder 2 ${id}`, audio: 'encoder 1' });
  expect(tracks).toEqual([
    { id: '720p', kind: 'video', timescale: 90_000, origin: 'layer 1' },
    { id: '360p', kind: 'video', timescale: 90_000, origin: 'encoder 2 360p' },
    { id: 'audio', kind: 'audio', timescale: 48_000, origin: 'encoder 1' },
  ]);
});
