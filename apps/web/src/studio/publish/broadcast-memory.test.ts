import { expect, test } from 'vitest';
import { BroadcastMemory } from './broadcast-memory.ts';

/** The storage of a tab. */
class FakeStorage {
  readonly items = new Map<string, string>();
  readonly getItem = (key: string): string | null => this.items.get(key) ?? null;
  readonly setItem = (key: string, value: string): void => void this.items.set(key, value);
  readonly removeItem = (key: string): void => void this.items.delete(key);
}

function make() {
  const storage = new FakeStorage();
  const time = { nowMs: 1_000_000 };
  const memory = new BroadcastMemory(
    () => storage as unknown as Storage,
    () => time.nowMs,
  );
  return { storage, time, memory };
}

const muted = { camera: true, microphone: false };

test('what was on air is known for as long as the server waits', () => {
  const { memory, time } = make();
  expect(memory.recall('live')).toBeNull();
  memory.keep('live', muted, 60_000);
  time.nowMs += 59_999;
  expect(memory.recall('live')).toEqual(muted);
  expect(memory.recall('other')).toBeNull();
  time.nowMs += 1;
  expect(memory.recall('live')).toBeNull();
});

test('a broadcast that ended is not taken up again', () => {
  const { memory } = make();
  memory.keep('live', muted, 60_000);
  memory.forget('live');
  expect(memory.recall('live')).toBeNull();
});

test('a clock that was set back makes no broadcast of an old one', () => {
  const { memory, time } = make();
  memory.keep('live', muted, 60_000);
  time.nowMs -= 5_000;
  expect(memory.recall('live')).toBeNull();
});

test.each(['{', 'null', '7', '{}', '{"untilMs":"x","graceMs":60000}'])(
  '%s in the storage is nothing',
  (text) => {
    const { memory, storage } = make();
    storage.setItem('tallylight:on-air:live', text);
    expect(memory.recall('live')).toBeNull();
  },
);

test('a browser that keeps nothing is lived with', () => {
  const memory = new BroadcastMemory(
    () => {
      throw new DOMException('blocked', 'SecurityError');
    },
    () => 0,
  );
  memory.keep('live', muted, 60_000);
  memory.forget('live');
  expect(memory.recall('live')).toBeNull();
});
