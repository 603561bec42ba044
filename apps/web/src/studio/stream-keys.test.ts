import { expect, test, vi } from 'vitest';
import { keyInFragment, keyInText, StreamKeys } from './stream-keys.ts';

function memoryStorage(): Storage {
  const map = new Map<string, string>();
  return {
    getItem: (name: string) => map.get(name) ?? null,
    setItem: (name: string, value: string) => void map.set(name, value),
  } as Storage;
}

test('a key survives a reload, in its own channel only', () => {
  const storage = memoryStorage();
  new StreamKeys(() => storage).keep('live', 'abc');
  const reloaded = new StreamKeys(() => storage);
  expect(reloaded.get('live')).toBe('abc');
  expect(reloaded.get('other')).toBeNull();
});

test('a browser that blocks storage keeps the key for the page', () => {
  const keys = new StreamKeys(() => {
    throw new DOMException('', 'SecurityError');
  });
  expect(keys.get('live')).toBeNull();
  keys.keep('live', 'abc');
  expect(keys.get('live')).toBe('abc');
});

test('tells when a key is kept', () => {
  const keys = new StreamKeys(memoryStorage);
  const listener = vi.fn();
  const undo = keys.subscribe(listener);
  keys.keep('live', 'abc');
  undo();
  keys.keep('live', 'def');
  expect(listener).toHaveBeenCalledTimes(1);
});

test.each([
  ['#key=a_b-C9', 'a_b-C9'],
  ['key=abc', 'abc'],
  ['#key=', null],
  ['#other=abc', null],
  ['', null],
])('the fragment %j carries %j', (fragment, key) => {
  expect(keyInFragment(fragment)).toBe(key);
});

test.each([
  ['  abc_DEF-1234567890 ', 'abc_DEF-1234567890'],
  ['http://localhost:8080/studio/live#key=abc', 'abc'],
  ['http://localhost:8080/studio/live', null],
  ['two words', null],
  ['', null],
])('the pasted text %j carries %j', (text, key) => {
  expect(keyInText(text)).toBe(key);
});
