import type { ChatEntry } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { begunWith, emptyLog, withEntries, withHistory } from './message-log.ts';
import { someMessage } from './some-message.ts';

const said = (seq: number): ChatEntry => ({ seq, type: 'message', message: someMessage(seq) });
const changed = (seq: number, target: number, text: string): ChatEntry => ({
  ...{ seq, type: 'changed', message: someMessage(target, { text }) },
});
const begun = begunWith({ messages: [someMessage(4), someMessage(5)], isWhole: false }, 5);

test('entries that follow are taken, each once', () => {
  const log = withEntries(begun, [said(6), said(7)]);
  expect(log?.messages.map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
  expect(log?.last).toBe(7);
  expect(log && withEntries(log, [said(6), said(7)])).toBe(log);
  expect(log && withEntries(log, [said(7), said(8)])?.last).toBe(8);
});

test('what comes behind a gap has to wait', () => {
  expect(withEntries(begun, [said(7)])).toBeNull();
  expect(withEntries(emptyLog, [said(2)])).toBeNull();
});

test('messages are as they stand', () => {
  const log = withEntries(begun, [
    changed(6, 4, 'edited'),
    changed(7, 1, 'not known here'),
    { seq: 8, type: 'gone', target: 5 },
  ]);
  expect(log?.messages.map(({ text }) => text)).toEqual(['edited']);
  expect(log?.last).toBe(8);
});

test('a page from before goes before, once', () => {
  const page = { messages: [someMessage(2), someMessage(3), someMessage(4)], isWhole: true };
  const log = withHistory(begun, page);
  expect(log.messages.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  expect(log.isWhole).toBe(true);
});

test('a page keeps so many and no more', () => {
  const many = Array.from({ length: 2_500 }, (_, index) => said(index + 1));
  const log = withEntries({ ...emptyLog, isWhole: true }, many);
  expect(log?.messages).toHaveLength(2_000);
  expect(log?.messages[0]?.seq).toBe(501);
  expect(log?.isWhole).toBe(false);
});
