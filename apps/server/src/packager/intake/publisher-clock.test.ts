import { expect, test } from 'vitest';
import { PublisherClock } from './publisher-clock.ts';

test('nothing is known before anything came', () => {
  expect(new PublisherClock(() => null).offsetAt(0)).toBeNull();
  expect(new PublisherClock(() => 5).offsetAt(0)).toBeNull();
});

test('the packet that was under way for the shortest time tells the difference, at once till it is in use', () => {
  const clock = new PublisherClock(() => null);
  for (const [publisherMs, delayMs] of [
    [0, 80],
    [20, 30],
    [40, 55],
  ] as const) {
    clock.observe(publisherMs, publisherMs + 1_000_000 + delayMs);
  }
  expect(clock.offsetAt(1_000_095)).toBe(1_000_030);
  clock.use();
  clock.observe(60, 1_000_060);
  expect(clock.offsetAt(1_000_115)).toBe(1_000_029);
});

test('what the publisher tells is taken, little by little where it comes late', () => {
  let toldMs: number | null = null;
  const clock = new PublisherClock(() => toldMs);
  clock.use();
  clock.observe(0, 1_000_200);
  expect(clock.offsetAt(1_000_200)).toBe(1_000_200);
  toldMs = 1_000_000;
  expect(clock.offsetAt(1_001_200)).toBe(1_000_150);
  expect(clock.offsetAt(1_010_200)).toBe(1_000_000);
});

test('what is far off is put right at once', () => {
  let toldMs = 1_000_000;
  const clock = new PublisherClock(() => toldMs);
  clock.use();
  clock.observe(0, 1_001_500);
  expect(clock.offsetAt(1_001_500)).toBe(1_000_000);
  toldMs = 1_001_400;
  expect(clock.offsetAt(1_001_520)).toBe(1_001_400);
});

test.each([
  { title: 'its packets came before they were captured', toldMs: 1_000_300 },
  { title: 'its packets were under way for ten seconds', toldMs: 990_000 },
])('it is not believed where $title', ({ toldMs }) => {
  const clock = new PublisherClock(() => toldMs);
  clock.observe(0, 1_000_000);
  expect(clock.offsetAt(1_000_000)).toBe(1_000_000);
});

test('a clock that drifts by 100 ppm is followed for an hour', () => {
  for (const skew of [100e-6, -100e-6]) {
    const clock = new PublisherClock(() => null);
    clock.use();
    for (let atMs = 0; atMs < 3_600_000; atMs += 100) {
      const publisherMs = atMs * (1 + skew);
      clock.observe(publisherMs, atMs + 20 + (atMs % 7));
      const errorMs = publisherMs + (clock.offsetAt(atMs + 20 + (atMs % 7)) ?? 0) - atMs;
      expect(Math.abs(errorMs - 20)).toBeLessThan(4);
    }
  }
});
