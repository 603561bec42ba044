import { expect, test } from 'vitest';
import { StallCalm } from './stall-calm.ts';

/** Plays second by second, stalling at some of them, and returning where it may. */
function play(seconds: number, stallsAt: (second: number, sinceReturnS: number) => boolean) {
  const calm = new StallCalm();
  const returns: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    if (stallsAt(second, second - (returns.at(-1) ?? Number.NEGATIVE_INFINITY))) {
      calm.stalled(second);
    }
    if (!calm.isOver(second)) continue;
    calm.returned(second);
    returns.push(second);
  }
  return returns;
}

test('without a stall there is nothing to return from', () => {
  expect(play(600, () => false)).toEqual([]);
});

test('after a hiccup it comes near again within seconds, each time', () => {
  expect(play(600, (second) => second % 100 === 50)).toEqual([60, 160, 260, 360, 460, 560]);
});

test('what is jumped over was not played', () => {
  const calm = new StallCalm();
  calm.stalled(100);
  calm.moved(130);
  expect(calm.isOver(139)).toBe(false);
  expect(calm.isOver(140)).toBe(true);
});

test('stalls in a row count from the last one', () => {
  expect(play(60, (second) => second === 5 || second === 12 || second === 20)).toEqual([30]);
});

test('on a line that stalls after each return it tries ever more seldom', () => {
  const returns = play(1_000, (second, sinceReturnS) => second === 0 || sinceReturnS === 5);
  expect(returns).toEqual([10, 35, 80, 165, 290, 415, 540, 665, 790, 915]);
});

test('a line that has become good is a good one again', () => {
  const returns = play(400, (second, sinceReturnS) =>
    second < 100 ? second === 0 || sinceReturnS === 5 : second === 300,
  );
  expect(returns).toEqual([10, 35, 80, 165, 310]);
});
