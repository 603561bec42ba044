import { expect, test } from 'vitest';
import { createToastStore } from './toast-store.ts';

test('messages come, and leave by themselves', () => {
  const due: Array<() => void> = [];
  const store = createToastStore((run) => due.push(run));
  const texts = (): string[] => store.getState().shown.map(({ text }) => text);
  store.getState().show('one');
  store.getState().show('two');
  expect(texts()).toEqual(['one', 'two']);
  due[0]?.();
  expect(texts()).toEqual(['two']);
});

test('the same message again takes the place of the one before', () => {
  const due: Array<() => void> = [];
  const store = createToastStore((run) => due.push(run));
  store.getState().show('copied');
  store.getState().show('copied');
  expect(store.getState().shown).toHaveLength(1);
  // The first one's time is up; the second one stays.
  due[0]?.();
  expect(store.getState().shown).toHaveLength(1);
});
