import type { LayerView } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { type LayerChoice, topLayer } from './layer-choice.ts';

const layer = (id: string, height: number | null): LayerView => ({
  id,
  height,
  width: height === null ? null : (height * 16) / 9,
  active: true,
  bitsPerS: 1,
});
const layers = [layer('q', 180), layer('h', 360), layer('f', 720)];

test.each<[LayerChoice, number | null]>([
  [{}, null],
  [{ id: 'f' }, 2],
  [{ id: 'q' }, 0],
  [{ maxHeight: 400 }, 1],
  [{ maxHeight: 360 }, 1],
  [{ maxWidth: 639 }, 0],
  [{ maxIndex: 1 }, 1],
  [{ maxIndex: 7 }, 2],
  [{ id: 'f', maxHeight: 360 }, 1],
  // There is no smaller one.
  [{ maxHeight: 100 }, 0],
])('%j is layer %s', (choice, index) => {
  expect(topLayer(layers, choice)).toBe(index);
});

test('a layer whose size is not known yet is not left out', () => {
  expect(topLayer([layer('0', 180), layer('1', null)], { maxHeight: 360 })).toBe(1);
});

test('a layer that is not there is named with those that are', () => {
  expect(() => topLayer(layers, { id: 'x' })).toThrow(/"x".*q, h, f/s);
});
