import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LossLayers } from './loss-layers.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function layers() {
  const tops: number[] = [];
  const made: LossLayers = new LossLayers(2, () => tops.push(made.top));
  return { layers: made, tops };
}

test('a viewer without loss keeps the best layer', () => {
  const { layers: made, tops } = layers();
  made.judge(10);
  made.judge(8);
  expect(tops).toEqual([]);
  expect(made.top).toBe(2);
});

test('loss costs a layer at once, down to the lowest', () => {
  const { layers: made, tops } = layers();
  made.judge(4);
  made.judge(3);
  made.judge(2);
  expect(tops).toEqual([1, 0]);
});

test('a better layer is tried again, and kept where it holds', () => {
  const { layers: made, tops } = layers();
  made.judge(4);
  vi.advanceTimersByTime(10_000);
  made.judge(10);
  vi.advanceTimersByTime(600_000);
  expect(tops).toEqual([1, 2]);
});

test('one that fails at once is tried after longer and longer', () => {
  const { layers: made, tops } = layers();
  made.judge(4);
  vi.advanceTimersByTime(10_000);
  made.judge(4);
  expect(tops).toEqual([1, 2, 1]);
  vi.advanceTimersByTime(19_999);
  expect(tops).toHaveLength(3);
  vi.advanceTimersByTime(1);
  expect(tops.at(-1)).toBe(2);
});

test('a viewer who left is left alone', () => {
  const { layers: made, tops } = layers();
  made.judge(4);
  made.stop();
  vi.advanceTimersByTime(600_000);
  expect(tops).toEqual([1]);
});
