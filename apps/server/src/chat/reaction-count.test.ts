import type { ChatReactionTotals } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { FakeClock } from '../live/fake-clock.ts';
import { ReactionCount } from './reaction-count.ts';

function count() {
  const clock = new FakeClock();
  const told: ChatReactionTotals[] = [];
  const reactions = new ReactionCount({ clock, tell: (totals) => void told.push(totals) });
  return { clock, told, reactions };
}

test('however many react, it is told four times a second beside the first time', () => {
  const { clock, told, reactions } = count();
  for (let ms = 0; ms < 1_000; ms += 1) {
    reactions.add([1, 0, 2]);
    clock.advance(1);
  }
  expect(told).toHaveLength(5);
  clock.advance(250);
  const sum = (number: number): number =>
    told.reduce((total, { counts }) => total + (counts[number] ?? 0), 0);
  expect([sum(0), sum(1), sum(2), sum(3)]).toEqual([1_000, 0, 2_000, 0]);
});

test('where nobody reacts nothing is told', () => {
  const { clock, told, reactions } = count();
  reactions.add([0, 0]);
  reactions.add([]);
  clock.advance(5_000);
  expect(told).toEqual([]);
});
