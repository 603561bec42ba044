import type { ChannelDetails } from '@tallylight/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { globalTimers } from '../publish/fake-timers.ts';
import { DetailsEditor } from './details-editor.ts';
import { localTimeText } from './local-time.ts';

const nowMs = new Date(2026, 10, 21, 19, 30).getTime();
const hour = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function edit(saved: ChannelDetails = { title: null, startsAtMs: null }) {
  const kept: ChannelDetails[] = [];
  const server = { fails: false, holds: null as Promise<void> | null };
  const editor = new DetailsEditor({
    saved,
    save: async (details) => {
      await server.holds;
      if (server.fails) throw new Error('offline');
      kept.push(details);
    },
    timers: globalTimers,
    nowMs: () => nowMs,
  });
  return { editor, kept, server };
}

test('shows what the server has, and keeps nothing that did not change', async () => {
  const { editor, kept } = edit({ title: 'Friday', startsAtMs: nowMs + 7_000 });
  expect(editor.getState()).toMatchObject({
    title: 'Friday',
    start: localTimeText(nowMs + 7_000),
    saving: 'untouched',
  });
  editor.typeTitle('Friday ');
  await vi.advanceTimersByTimeAsync(1_000);
  await editor.settle();
  expect(kept).toEqual([]);
  expect(editor.getState().saving).toBe('saved');
});

test('keeps what was typed at the first pause, once', async () => {
  const { editor, kept } = edit();
  for (const title of ['F', 'Fr', 'Fri']) {
    editor.typeTitle(title);
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(editor.getState().saving).toBe('waiting');
  await vi.advanceTimersByTimeAsync(300);
  expect(kept).toEqual([{ title: 'Fri', startsAtMs: null }]);
  expect(editor.getState().saving).toBe('saved');
});

test('keeps it at once when the field is left, and an empty title as none', async () => {
  const { editor, kept } = edit({ title: 'Friday', startsAtMs: null });
  editor.typeTitle('  ');
  await editor.settle();
  expect(kept).toEqual([{ title: null, startsAtMs: null }]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(kept).toHaveLength(1);
});

test('what is typed while it saves is kept after it, in order', async () => {
  const { editor, kept, server } = edit();
  let free = (): void => undefined;
  server.holds = new Promise((resolve) => {
    free = resolve;
  });
  editor.typeTitle('one');
  const settled = editor.settle();
  editor.typeTitle('two');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(kept).toEqual([]);
  free();
  await settled;
  expect(kept.map(({ title }) => title)).toEqual(['one', 'two']);
  expect(editor.getState().saving).toBe('saved');
});

test('what was not kept is said to be, and kept at the next try', async () => {
  const { editor, kept, server } = edit();
  server.fails = true;
  editor.typeTitle('Friday');
  await editor.settle();
  expect(editor.getState().saving).toBe('failed');
  server.fails = false;
  await editor.settle();
  expect([editor.getState().saving, kept.length]).toEqual(['saved', 1]);
});

test.each([
  ['Fri\u202eday', 'title-characters'],
  ['x'.repeat(101), 'title-long'],
])('the title %j is not kept, the start is', async (title, problem) => {
  const { editor, kept } = edit({ title: 'Friday', startsAtMs: null });
  editor.typeTitle(title);
  editor.typeStart(localTimeText(nowMs + hour), true);
  await editor.settle();
  expect(editor.getState()).toMatchObject({ title, titleProblem: problem });
  expect(kept).toEqual([{ title: 'Friday', startsAtMs: nowMs + hour }]);
});

test('a start that has passed, or is half typed, is not kept', async () => {
  const { editor, kept } = edit({ title: null, startsAtMs: nowMs + hour });
  editor.typeStart(localTimeText(nowMs - hour), true);
  await editor.settle();
  expect(editor.getState().startProblem).toBe('start-passed');
  editor.typeStart('', false);
  await editor.settle();
  expect(editor.getState().startProblem).toBe('start-incomplete');
  expect(kept).toEqual([]);
  editor.typeStart('', true);
  await editor.settle();
  expect(kept).toEqual([{ title: null, startsAtMs: null }]);
});

test('half a date in an empty field is found when it is left, and its going too', async () => {
  const { editor } = edit();
  editor.typeStart('', true);
  await editor.settle();
  expect(editor.getState().saving).toBe('untouched');
  editor.typeStart('', false);
  await editor.settle();
  expect(editor.getState().startProblem).toBe('start-incomplete');
  editor.typeStart('', true);
  await editor.settle();
  expect(editor.getState().startProblem).toBeNull();
});

test('who is late may still change the title', async () => {
  const startsAtMs = nowMs - hour + 1_500;
  const { editor, kept } = edit({ title: null, startsAtMs });
  editor.typeTitle('Any minute now');
  await editor.settle();
  expect(kept).toEqual([{ title: 'Any minute now', startsAtMs }]);
});

test('a start is over with the broadcast, one that is to come is not', async () => {
  const early = edit({ title: null, startsAtMs: nowMs + hour });
  early.editor.passStart();
  expect(early.editor.getState().start).not.toBe('');
  const { editor, kept } = edit({ title: null, startsAtMs: nowMs - hour });
  editor.passStart();
  expect(editor.getState().start).toBe('');
  editor.typeTitle('On');
  await editor.settle();
  expect(kept).toEqual([{ title: 'On', startsAtMs: null }]);
});
