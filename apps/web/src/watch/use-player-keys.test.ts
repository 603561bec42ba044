import { expect, test } from 'vitest';
import { actionFor } from './use-player-keys.ts';

function press(key: string, facts: { tag?: string; ctrlKey?: boolean; repeat?: boolean } = {}) {
  return actionFor({
    key,
    altKey: false,
    ctrlKey: facts.ctrlKey ?? false,
    metaKey: false,
    repeat: facts.repeat ?? false,
    defaultPrevented: false,
    target: { tagName: facts.tag ?? 'BODY' } as unknown as EventTarget,
  });
}

test.each([
  [' ', 'togglePlay'],
  ['k', 'togglePlay'],
  ['m', 'toggleSound'],
  ['M', 'toggleSound'],
  ['f', 'toggleFullscreen'],
  ['x', null],
])('%j does %j', (key, action) => {
  expect(press(key)).toBe(action);
});

test('nothing while typing, with a modifier, or held down', () => {
  for (const tag of ['INPUT', 'TEXTAREA', 'SELECT']) expect(press('m', { tag })).toBeNull();
  expect(press('f', { ctrlKey: true })).toBeNull();
  expect(press('m', { repeat: true })).toBeNull();
});

test('the space bar is the button’s that has the focus; letters are not', () => {
  expect(press(' ', { tag: 'BUTTON' })).toBeNull();
  expect(press('m', { tag: 'BUTTON' })).toBe('toggleSound');
});
