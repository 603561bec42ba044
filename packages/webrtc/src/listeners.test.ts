import { expect, test } from 'vitest';
import { Listeners } from './listeners.ts';

test('a listener hears until it is taken away, also one that was added twice', () => {
  const listeners = new Listeners();
  const heard: string[] = [];
  const listener = (): void => void heard.push('x');
  const undo = listeners.add(listener);
  listeners.add(listener);
  listeners.notify();
  expect(heard).toHaveLength(2);
  undo();
  listeners.notify();
  expect(heard).toHaveLength(3);
});

test('a listener may take itself away while it is called', () => {
  const listeners = new Listeners();
  const heard: string[] = [];
  const undo = listeners.add(() => {
    heard.push('first');
    undo();
  });
  listeners.add(() => void heard.push('second'));
  listeners.notify();
  listeners.notify();
  expect(heard).toEqual(['first', 'second', 'second']);
});
