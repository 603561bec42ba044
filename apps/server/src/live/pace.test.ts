import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { Pace } from './pace.ts';

function paced() {
  const clock = new FakeClock();
  const toldAtMs: number[] = [];
  const begunMs = clock.now();
  const tell = (): void => void toldAtMs.push(clock.now() - begunMs);
  return { clock, toldAtMs, pace: new Pace({ clock, pauseMs: 100, tell }) };
}

test('tells at once, and what follows closely together', () => {
  const { clock, toldAtMs, pace } = paced();
  for (let ms = 0; ms < 250; ms += 10) {
    pace.note();
    clock.advance(10);
  }
  clock.advance(1_000);
  expect(toldAtMs).toEqual([0, 100, 200, 300]);
  expect(clock.pending).toBe(0);
  pace.note();
  expect(toldAtMs.at(-1)).toBe(1_250);
});

test('leaves nothing behind', () => {
  const { clock, toldAtMs, pace } = paced();
  pace.note();
  pace.note();
  pace.stop();
  expect(clock.pending).toBe(0);
  expect(toldAtMs).toEqual([0]);
});
