import { expect, test } from 'vitest';
import { FakeClock } from '../live/fake-clock.ts';
import { Allowance } from './allowance.ts';

test('gives so many in each stretch', () => {
  const clock = new FakeClock();
  const allowance = new Allowance({ clock, count: 2, perMs: 100 });
  const taken = (): boolean[] => [allowance.take(), allowance.take(), allowance.take()];
  expect(taken()).toEqual([true, true, false]);
  clock.advance(99);
  expect(allowance.take()).toBe(false);
  clock.advance(1);
  expect(taken()).toEqual([true, true, false]);
});
