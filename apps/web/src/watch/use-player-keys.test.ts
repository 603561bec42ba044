import { expect, test } from 'vitest';
import { actionFor } from './use-player-keys.ts';

type Facts = {
  readonly tag?: string;
  readonly type?: string;
  readonly within?: 'dialog' | '[data-scrolls]';
  readonly ctrlKey?: boolean;
  readonly repeat?: boolean;
};

function press(key: string, facts: Facts = {}) {
  const { within } = facts;
  const holder = within && { matches: (selector: string) => selector === within };
  return actionFor({
    key,
    altKey: false,
    ctrlKey: facts.ctrlKey ?? false,
    metaKey: false,
    repeat: facts.repeat ?? false,
    defaultPrevented: false,
    target: {
      tagName: facts.tag ?? 'BODY',
      type: facts.type,
      closest: () => holder ?? null,
    } as unknown as EventTarget,
  });
}

test.each([
  [' ', 'togglePlay'],
  ['k', 'togglePlay'],
  ['m', 'toggleSound'],
  ['M', 'toggleSound'],
  ['f', 'toggleFullscreen'],
  ['t', 'toggleTheatre'],
  ['p', 'toggleSmallWindow'],
  ['c', 'toggleCaptions'],
  ['i', 'toggleStatistics'],
  ['?', 'showKeys'],
  ['l', 'toLive'],
  ['End', 'toLive'],
  ['Home', 'toStart'],
  ['ArrowLeft', 'back'],
  ['ArrowRight', 'forward'],
  ['ArrowUp', 'louder'],
  ['ArrowDown', 'quieter'],
  ['x', null],
  ['constructor', null],
])('%j does %j', (key, action) => {
  expect(press(key)).toBe(action);
});

test('nothing while typing, or with a modifier', () => {
  for (const tag of ['INPUT', 'TEXTAREA', 'SELECT']) {
    expect(press('m', { tag })).toBeNull();
    expect(press('ArrowUp', { tag })).toBeNull();
  }
  expect(press('f', { ctrlKey: true })).toBeNull();
});

test('held down, a key that moves goes on moving; one that switches switches once', () => {
  expect(press('ArrowLeft', { repeat: true })).toBe('back');
  expect(press('m', { repeat: true })).toBeNull();
});

test('a slider keeps what moves it, and nothing else', () => {
  for (const key of ['ArrowLeft', 'ArrowUp', 'Home', 'End']) {
    expect(press(key, { tag: 'INPUT', type: 'range' })).toBeNull();
  }
  expect(press('m', { tag: 'INPUT', type: 'range' })).toBe('toggleSound');
  expect(press(' ', { tag: 'INPUT', type: 'range' })).toBe('togglePlay');
});

test('the space bar is the button’s that has the focus; letters are not', () => {
  expect(press(' ', { tag: 'BUTTON' })).toBeNull();
  expect(press('m', { tag: 'BUTTON' })).toBe('toggleSound');
});

test('what scrolls keeps the arrows, a dialog keeps everything', () => {
  expect(press('ArrowDown', { within: '[data-scrolls]' })).toBeNull();
  expect(press('i', { within: '[data-scrolls]' })).toBe('toggleStatistics');
  expect(press('i', { within: 'dialog' })).toBeNull();
});
