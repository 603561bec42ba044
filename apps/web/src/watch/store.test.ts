import { expect, test } from 'vitest';
import { createWatchStore } from './store.ts';

function storage(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, value: string) => {
      kept[name] = value;
    },
    removeItem: (name: string) => {
      delete kept[name];
    },
  };
}

test('the quality that was chosen is remembered', () => {
  const place = storage();
  createWatchStore(() => place)
    .getState()
    .chooseMaxHeight(360);
  expect(createWatchStore(() => place).getState().maxHeight).toBe(360);
});

test.each(['{"state":{"maxHeight":"tall"},"version":1}', '{"state":null,"version":1}', 'garbage'])(
  'what makes no sense counts as nothing: %s',
  (text) => {
    const store = createWatchStore(() => storage({ 'tallylight:watch': text }));
    expect(store.getState().maxHeight).toBeNull();
  },
);

test('theatre mode and captions are remembered', () => {
  const place = storage();
  const before = createWatchStore(() => place).getState();
  expect(before).toMatchObject({ isTheatre: false, wantsCaptions: false });
  before.toggleTheatre();
  before.toggleCaptions();
  const after = createWatchStore(() => place).getState();
  expect(after).toMatchObject({ isTheatre: true, wantsCaptions: true });
});
