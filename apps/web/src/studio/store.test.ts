import { expect, test, vi } from 'vitest';
import { createStudioStore } from './store.ts';

/** A storage like the browser's. */
function memoryStorage(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (name: string) => map.get(name) ?? null,
    setItem: (name: string, value: string) => void map.set(name, value),
    removeItem: (name: string) => void map.delete(name),
    text: () => map.get('tallylight:studio'),
  };
}

test('the choice of devices outlives a reload', () => {
  const storage = memoryStorage();
  const before = createStudioStore(() => storage);
  before.getState().chooseCamera('cam-2');
  before.getState().chooseMicrophone('mic-2');
  const after = createStudioStore(() => storage);
  expect(after.getState()).toMatchObject({ cameraId: 'cam-2', microphoneId: 'mic-2' });
});

test('nothing but the choice is kept', () => {
  const storage = memoryStorage();
  createStudioStore(() => storage)
    .getState()
    .chooseCamera('cam-2');
  expect(JSON.parse(storage.text() ?? '')).toEqual({
    state: { cameraId: 'cam-2', microphoneId: null },
    version: 1,
  });
});

test('what another program left there is not believed', () => {
  const strange = JSON.stringify({ state: { cameraId: 7, chooseCamera: 'x' }, version: 1 });
  const store = createStudioStore(() => memoryStorage({ 'tallylight:studio': strange }));
  expect(store.getState()).toMatchObject({ cameraId: null, microphoneId: null });
  expect(store.getState().chooseCamera).toBeTypeOf('function');
});

test('a browser that blocks storage still lets one choose', () => {
  // The store says on the console that it can't keep anything, which is so.
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const store = createStudioStore(() => {
    throw new DOMException('', 'SecurityError');
  });
  store.getState().chooseCamera('cam-1');
  expect(store.getState().cameraId).toBe('cam-1');
  warn.mockRestore();
});
