import { ManualTime } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import { Reactions } from './reactions.ts';

function open() {
  const time = new ManualTime();
  const sent: (readonly number[])[] = [];
  const seen: (readonly number[])[] = [];
  const reactions = new Reactions({
    timers: time.timers,
    send: (counts) => void sent.push(counts),
  });
  reactions.subscribe((counts) => void seen.push(counts));
  return { time, sent, seen, reactions };
}

test('one\u2019s own is seen at once, and sent with others of the same moment', async () => {
  const { time, sent, seen, reactions } = open();
  reactions.react(1);
  reactions.react(1);
  reactions.react(3);
  expect(seen).toEqual([
    [0, 1, 0, 0, 0, 0],
    [0, 1, 0, 0, 0, 0],
    [0, 0, 0, 1, 0, 0],
  ]);
  expect(sent).toEqual([]);
  await time.advance(250);
  expect(sent).toEqual([[0, 2, 0, 1, 0, 0]]);
  await time.advance(1_000);
  expect(sent).toHaveLength(1);
});

test('what comes back is not seen twice, and that of others is', async () => {
  const { time, seen, reactions } = open();
  reactions.react(0);
  await time.advance(250);
  seen.length = 0;
  reactions.told([1, 0, 0, 0, 0, 0]);
  expect(seen).toEqual([]);
  reactions.told([2, 1, 0, 0, 0, 0]);
  expect(seen).toEqual([[2, 1, 0, 0, 0, 0]]);
});

test('nobody reacts faster than it counts', async () => {
  const { time, sent, reactions } = open();
  for (let ms = 0; ms < 1_000; ms += 10) {
    reactions.react(0);
    await time.advance(10);
  }
  expect(sent.flat().reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(20);
});
