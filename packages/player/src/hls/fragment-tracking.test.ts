import Hls, { Events, Fragment, PlaylistLevelType } from 'hls.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHls } from './hls-library.ts';

type Tracker = {
  readonly bufferPadding?: number;
  getState(fragment: Fragment): string;
  detectEvictedFragments(stream: string, buffered: TimeRanges, type: PlaylistLevelType): void;
};

/** Its internals, which the types hide. */
function trackerOf(hls: Hls): Tracker {
  return (hls as unknown as { streamController: { fragmentTracker: Tracker } }).streamController
    .fragmentTracker;
}

const theirs = (): Hls => new Hls();
const ours = (): Hls => createHls(() => null);

beforeEach(() => {
  vi.stubGlobal('self', globalThis);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  [theirs, 0.2],
  [ours, 0.01],
])('a segment is loaded when all of it is, short last part and all: %#', (create, paddingS) => {
  const hls = create();
  // Were the field to change its name, it would be set in vain.
  expect(trackerOf(hls).bufferPadding).toBe(paddingS);
  hls.destroy();
});

test.each([
  [theirs, 'NOT_LOADED'],
  [ours, 'APPENDING'],
])('a part on its way into the buffer outlives a cut of what was played: %#', (create, state) => {
  const hls = create();
  const tracker = trackerOf(hls);
  const frag = new Fragment(PlaylistLevelType.MAIN, 'http://x.example/');
  Object.assign(frag, { sn: 34, level: 0 });
  const part = { stats: frag.stats, duration: 0.33 };
  const loaded = { frag, part } as Parameters<typeof hls.trigger<Events.FRAG_LOADED>>[1];
  hls.trigger(Events.FRAG_LOADED, loaded);
  expect(tracker.getState(frag)).toBe('APPENDING');
  const buffered = { length: 1, start: () => 30, end: () => 60 };
  tracker.detectEvictedFragments('video', buffered, PlaylistLevelType.MAIN);
  expect(tracker.getState(frag)).toBe(state);
  hls.destroy();
});
