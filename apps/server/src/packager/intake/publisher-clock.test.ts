import { expect, test } from 'vitest';
import { PublisherClock } from './publisher-clock.ts';

test('nothing is known before anything came', () => {
  expect(new PublisherClock(() => null).toServerMs(0)).toBeNull();
  expect(new PublisherClock(() => 5).toServerMs(0)).toBeNull();
});

test('the packet that was under way for the shortest time tells the difference', () => {
  const clock = new PublisherClock(() => null);
  for (const [publisherMs, delayMs] of [
    [0, 80],
    [20, 30],
    [40, 55],
  ] as const) {
    clock.observe(publisherMs, publisherMs + 1_000_000 + delayMs);
  }
  expect(clock.toServerMs(60)).toBe(1_000_090);
});

test('what the publisher tells is taken', () => {
  let toldMs: number | null = null;
  const clock = new PublisherClock(() => toldMs);
  clock.observe(0, 1_000_200);
  expect(clock.toServerMs(10)).toBe(1_000_210);
  toldMs = 1_000_000;
  expect(clock.toServerMs(10)).toBe(1_000_010);
});

test.each([
  { title: 'its packets came before they were captured', toldMs: 1_000_300 },
  { title: 'its packets were under way for ten seconds', toldMs: 990_000 },
])('it is not believed where $title', ({ toldMs }) => {
  const clock = new PublisherClock(() => toldMs);
  clock.observe(0, 1_000_000);
  expect(clock.toServerMs(10)).toBe(1_000_010);
});

test('a clock that drifts by 100 ppm is followed for an hour', () => {
  for (const skew of [100e-6, -100e-6]) {
    const clock = new PublisherClock(() => null);
    for (let atMs = 0; atMs < 3_600_000; atMs += 100) {
      const publisherMs = atMs * (1 + skew);
      clock.observe(publisherMs, atMs + 20 + (atMs % 7));
      const errorMs = (clock.toServerMs(publisherMs) ?? 0) - atMs;
      expect(Math.abs(errorMs - 20)).toBeLessThan(4);
    }
  }
});
