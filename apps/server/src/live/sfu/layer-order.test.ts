import { expect, test } from 'vitest';
import { orderLayers } from './layer-order.ts';

const sizes = (...pixels: (number | null)[]) => pixels.map((count) => ({ pixels: count }));

test.each([
  { title: "a browser's order stays", layers: sizes(100, 400, 1600), order: [0, 1, 2] },
  { title: "OBS's order is turned", layers: sizes(1600, 400, 100), order: [2, 1, 0] },
  { title: 'any order is put right', layers: sizes(400, 1600, 100), order: [2, 0, 1] },
  { title: 'equal sizes stay as offered', layers: sizes(400, 400), order: [0, 1] },
  { title: 'two of three tell the direction', layers: sizes(1600, null, 100), order: [2, 1, 0] },
  { title: 'two of three, rising', layers: sizes(100, 400, null), order: [0, 1, 2] },
  { title: 'one alone tells nothing', layers: sizes(null, null, 100), order: [0, 1, 2] },
  { title: 'nothing seen, nothing moved', layers: sizes(null, null), order: [0, 1] },
  { title: 'one layer', layers: sizes(100), order: [0] },
])('$title', ({ layers, order }) => {
  expect(orderLayers(layers)).toEqual(order);
});
