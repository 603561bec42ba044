import { expect, it } from 'vitest';
import { rungCost } from './rung-cost.ts';

const rung = (width: number, height: number, frameRate: number) => ({
  ...{ width, height, frameRate, bitsPerS: 1_000_000 },
});

it('takes a ladder below a source of 720p at 30 frames/s for a quarter of a core', () => {
  const ladder = [rung(854, 480, 30), rung(640, 360, 30), rung(426, 240, 30), rung(256, 144, 30)];
  const cores = ladder.reduce((sum, each) => sum + rungCost(each), 0);
  expect(cores).toBeGreaterThan(0.2);
  expect(cores).toBeLessThan(0.3);
});

it('counts frames as well as pixels', () => {
  expect(rungCost(rung(854, 480, 60))).toBeCloseTo(2 * rungCost(rung(854, 480, 30)));
  expect(rungCost(rung(1280, 720, 30))).toBeGreaterThan(2 * rungCost(rung(854, 480, 30)));
});
