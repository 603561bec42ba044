import { expect, test } from 'vitest';
import { fakeLayer, fakeStats } from './fake-stats.ts';
import { healthOf } from './health.ts';

test('tells of the highest layer that is sent', () => {
  const layers = [
    fakeLayer({ rid: '0', height: 180, framesPerS: 30 }),
    fakeLayer({ rid: '1', height: 360, framesPerS: 24 }),
    fakeLayer({ rid: '2', height: 720, framesPerS: 0, bitsPerS: 0 }),
  ];
  expect(healthOf(fakeStats({ layers, bitsPerS: 750_000, limitedBy: 'cpu' }))).toEqual({
    bitsPerS: 750_000,
    framesPerS: 24,
    height: 360,
    layersSent: 2,
    layersCount: 3,
    layersResting: 0,
    limitedBy: 'cpu',
  });
});

test('sound only has no layers', () => {
  expect(healthOf(fakeStats({ layers: [] }))).toMatchObject({
    framesPerS: null,
    height: null,
    layersSent: 0,
    layersCount: 0,
    limitedBy: null,
  });
});

test('a camera from which nothing goes out is told', () => {
  const layers = [fakeLayer({ framesPerS: 0 }), fakeLayer({ active: false })];
  expect(healthOf(fakeStats({ layers }))).toMatchObject({
    layersSent: 0,
    layersCount: 2,
    limitedBy: 'no-picture',
  });
});

test('layers that rest are no fault', () => {
  const resting = { active: false, resting: true, framesPerS: null, bitsPerS: null };
  const layers = [fakeLayer({ height: 180 }), fakeLayer(resting), fakeLayer(resting)];
  expect(healthOf(fakeStats({ layers }))).toMatchObject({
    height: 180,
    layersSent: 1,
    layersCount: 3,
    layersResting: 2,
    limitedBy: null,
  });
});
