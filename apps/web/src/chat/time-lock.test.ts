import type { ChatMessage } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { someMessage } from './some-message.ts';
import { TimeLock, type TimeLockFacts } from './time-lock.ts';

const at = (mediaAtMs: number | null, seq: number, more: Partial<ChatMessage> = {}) =>
  someMessage(seq, { mediaAtMs, atMs: 10_000, ...more });

function look(lock: TimeLock, messages: ChatMessage[], more: Partial<TimeLockFacts> = {}) {
  const { shown, held } = lock.look({
    ...{ messages, positionMs: 10_000, nowMs: 11_000, me: 'me', longestHoldMs: 30_000 },
    ...more,
  });
  return [...shown.map(({ seq }) => seq), `${held} held`];
}

test('a message is shown when the picture gets to what its sender saw', () => {
  const lock = new TimeLock();
  const messages = [at(9_900, 1), at(12_000, 2)];
  expect(look(lock, messages)).toEqual([1, '1 held']);
  expect(look(lock, messages, { positionMs: 11_999 })).toEqual([1, '1 held']);
  expect(look(lock, messages, { positionMs: 12_000 })).toEqual([1, 2, '0 held']);
});

test('what was said without a picture is about what was captured then', () => {
  const lock = new TimeLock();
  const messages = [at(null, 1, { atMs: 10_500 })];
  expect(look(lock, messages)).toEqual(['1 held']);
  expect(look(lock, messages, { positionMs: 10_500 })).toEqual([1, '0 held']);
});

test('who saw it earlier is read earlier, whatever the numbers say', () => {
  const lock = new TimeLock();
  const messages = [at(13_000, 1), at(9_000, 2)];
  expect(look(lock, messages)).toEqual([2, '1 held']);
  expect(look(lock, messages, { positionMs: 13_000 })).toEqual([2, 1, '0 held']);
});

test('no answer comes before its question', () => {
  const lock = new TimeLock();
  const messages = [at(12_000, 1), at(9_000, 2, { replyTo: 1 })];
  expect(look(lock, messages)).toEqual(['2 held']);
  expect(look(lock, messages, { positionMs: 12_000 })).toEqual([1, 2, '0 held']);
});

test('nobody waits for their own words, nor where there is no picture', () => {
  const mine = { from: { id: 'me', name: 'Me', colour: 0, role: 'viewer' } } as const;
  expect(look(new TimeLock(), [at(99_000, 1, mine)])).toEqual([1, '0 held']);
  expect(look(new TimeLock(), [at(99_000, 1)], { positionMs: null })).toEqual([1, '0 held']);
});

test('a picture that stands still keeps nothing for ever', () => {
  const lock = new TimeLock();
  const messages = [at(12_000, 1)];
  expect(look(lock, messages, { nowMs: 40_000 })).toEqual(['1 held']);
  expect(look(lock, messages, { nowMs: 40_001 })).toEqual([1, '0 held']);
});

test('a page from before goes above what is in sight', () => {
  const lock = new TimeLock();
  expect(look(lock, [at(9_000, 5)])).toEqual([5, '0 held']);
  expect(look(lock, [at(9_500, 3), at(9_600, 4), at(9_000, 5)])).toEqual([3, 4, 5, '0 held']);
});

test('what changes or goes is shown so', () => {
  const lock = new TimeLock();
  look(lock, [at(1, 1), at(2, 2)]);
  const { shown } = lock.look({
    ...{ messages: [at(2, 2, { text: 'edited' })], positionMs: 10_000, nowMs: 11_000 },
    ...{ me: null, longestHoldMs: 1 },
  });
  expect(shown.map(({ text }) => text)).toEqual(['edited']);
});

test('who has gone back sees the chat of that moment', () => {
  const lock = new TimeLock();
  const messages = [at(5_000, 1), at(9_000, 2)];
  expect(look(lock, messages)).toEqual([1, 2, '0 held']);
  lock.reset();
  expect(look(lock, messages, { positionMs: 6_000 })).toEqual([1, '1 held']);
});
