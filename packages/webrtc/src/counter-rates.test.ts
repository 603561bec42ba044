import { expect, test } from 'vitest';
import { CounterRates } from './counter-rates.ts';

test('a rate is known from the second reading on', () => {
  const rates = new CounterRates();
  expect(rates.perS('bytes', 1_000, 5_000)).toBeNull();
  expect(rates.perS('bytes', 1_500, 5_500)).toBe(1_000);
  expect(rates.perS('bytes', 1_500, 6_500)).toBe(0);
});

test('counters do not mix', () => {
  const rates = new CounterRates();
  rates.growth('a', 10, 0);
  expect(rates.growth('b', 30, 1_000)).toBeNull();
  expect(rates.growth('a', 30, 1_000)).toBe(20);
});

test('a counter that began anew, one of the same moment and one that is not reported tell nothing', () => {
  const rates = new CounterRates();
  rates.perS('bytes', 1_000, 0);
  expect(rates.perS('bytes', 10, 1_000)).toBeNull();
  expect(rates.perS('bytes', 20, 1_000)).toBeNull();
  expect(rates.perS('bytes', null, 2_000)).toBeNull();
});
