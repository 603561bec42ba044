import { expect, test } from 'vitest';
import { openStore, partAt, trackNamed } from './testing/live-store.ts';

const ladder = ['720p', '360p', 'audio'].map(trackNamed);

test('a part is listed as soon as it is there, and its segment is complete when it is cut', async () => {
  const { store } = openStore();
  store.beginPeriod(ladder);
  const parts = [partAt('720p', 0), partAt('720p', 1 / 3, { size: 50, isIndependent: false })];
  for (const part of parts) store.push('720p', part);
  expect(store.segments('720p')).toEqual([
    {
      msn: 0,
      period: 0,
      track: '720p',
      startMs: 1_700_000_000_000,
      startTicks: 0,
      durationTicks: 60_000,
      durationS: 2 / 3,
      size: 150,
      isComplete: false,
      isGap: false,
      parts: [
        { durationS: 1 / 3, isIndependent: true, offset: 0, size: 100 },
        { durationS: 1 / 3, isIndependent: false, offset: 100, size: 50 },
      ],
    },
  ]);
  expect(await store.segment('720p', 0)).toBeNull();
  store.cut('720p');
  expect(store.segments('720p')?.map(({ isComplete }) => isComplete)).toEqual([true]);
  expect(await store.segment('720p', 0)).toEqual(
    new Uint8Array(parts.flatMap(({ bytes }) => [...bytes])),
  );
  expect(store.part('720p', 0, 1)).toEqual(parts[1]?.bytes);
  expect(store.part('720p', 0, 2)).toBeNull();
});

test('who listens is called once a change and finds it done; one that throws keeps nobody from hearing', () => {
  const { store } = openStore();
  const seen: (string | undefined)[] = [];
  store.onChange(() => {
    throw new Error('a listener of bad manners');
  });
  const undo = store.onChange(() =>
    seen.push(
      `${store.segments('720p')?.at(-1)?.parts.length} ${store.segments('720p')?.at(-1)?.isComplete} ${store.hasEnded}`,
    ),
  );
  store.beginPeriod(ladder);
  store.push('720p', partAt('720p', 0));
  store.cut('720p');
  store.end();
  undo();
  expect(seen).toEqual([
    'undefined undefined false',
    '1 false false',
    '1 true false',
    '1 true true',
  ]);
});

test('tracks go at their own pace, and one number means one time in all of them', () => {
  const { store, run } = openStore();
  store.beginPeriod(ladder);
  run(['720p'], 0, 3);
  run(['audio'], 0, 2);
  run(['360p'], 0, 1);
  expect(store.segments('720p')).toHaveLength(3);
  expect(store.segments('360p')).toHaveLength(1);
  run(['360p'], 2, 1);
  const starts = (id: string) => store.segments(id)?.map(({ startMs }) => startMs);
  expect(starts('360p')).toEqual(starts('720p')?.slice(0, 2));
  expect(starts('audio')).toEqual(starts('720p')?.slice(0, 2));
});

test('the next period begins after the highest number that any track reached; what others lack is a gap', () => {
  const { store, run } = openStore();
  store.beginPeriod(ladder);
  run(['720p', '360p', 'audio'], 0, 2);
  store.push('720p', partAt('720p', 4));
  store.beginPeriod(ladder);
  run(['720p', '360p', 'audio'], 10, 1);
  const shape = (id: string) =>
    store
      .segments(id)
      ?.map(({ msn, period, isGap, isComplete }) => [msn, period, isGap, isComplete]);
  expect(shape('720p')?.slice(2)).toEqual([
    [2, 0, false, true],
    [3, 1, false, true],
  ]);
  expect(shape('audio')?.slice(2)).toEqual([
    [2, 0, true, true],
    [3, 1, false, true],
  ]);
  expect(store.segments('audio')?.[2]).toMatchObject({
    startTicks: 4 * 48_000,
    durationTicks: 16_000,
    size: 0,
  });
});

test('a segment that a track was cut past without a part is a gap as soon as another has its time', () => {
  const { store, run } = openStore();
  store.beginPeriod(ladder);
  run(['360p'], 0, 1);
  store.cut('360p');
  store.push('360p', partAt('360p', 4));
  expect(store.segments('360p')).toHaveLength(1);
  run(['720p'], 0, 2);
  expect(store.segments('360p')?.map(({ msn, isGap }) => [msn, isGap])).toEqual([
    [0, false],
    [1, true],
    [2, false],
  ]);
});

test('what no track has lies between its neighbours', () => {
  const { store, run } = openStore();
  store.beginPeriod([trackNamed('720p')]);
  run(['720p'], 0, 1);
  store.cut('720p');
  store.cut('720p');
  run(['720p'], 6, 1);
  expect(
    store
      .segments('720p')
      ?.map(({ startTicks, durationS, isGap }) => [startTicks / 90_000, durationS, isGap]),
  ).toEqual([
    [0, 2, false],
    [2, 2, true],
    [4, 2, true],
    [6, 2, false],
  ]);
});

test('a rendition that rests shows the nearest lower one, one that is new also in all periods before', () => {
  const { store, run } = openStore();
  store.beginPeriod(['720p', '360p', 'audio'].map(trackNamed));
  run(['720p', '360p', 'audio'], 0, 1);
  store.beginPeriod(['360p', '144p'].map(trackNamed));
  run(['360p', '144p'], 2, 1);
  store.beginPeriod(['1080p', '720p', 'audio'].map(trackNamed));
  run(['1080p', '720p', 'audio'], 4, 1);
  const tracks = (id: string) =>
    store.segments(id)?.map(({ track, isGap }) => (isGap ? 'gap' : track));
  expect(tracks('1080p')).toEqual(['720p', '360p', '1080p']);
  expect(tracks('720p')).toEqual(['720p', '360p', '720p']);
  expect(tracks('360p')).toEqual(['360p', '360p', '720p']);
  expect(tracks('144p')).toEqual(['360p', '144p', '720p']);
  expect(tracks('audio')).toEqual(['audio', 'gap', 'audio']);
  expect(store.renditions.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    ['1080p', true],
    ['720p', true],
    ['360p', false],
    ['144p', false],
    ['audio', true],
  ]);
  expect(new TextDecoder().decode(store.init('360p', 1) ?? undefined)).toBe('init of 360p');
  expect(store.init('audio', 1)).toBeNull();
});

test('a period without media leaves no trace', () => {
  const { store, run } = openStore();
  store.beginPeriod([trackNamed('720p')]);
  run(['720p'], 0, 1);
  store.beginPeriod([trackNamed('720p')]);
  store.beginPeriod([trackNamed('720p')]);
  run(['720p'], 2, 1);
  expect(store.segments('720p')?.map(({ period }) => period)).toEqual([0, 1]);
});

test('bit rates are those of complete segments, the peak of those that last long enough together', () => {
  const { store, run } = openStore();
  store.beginPeriod([trackNamed('720p')]);
  expect(store.renditions[0]).toMatchObject({ peakBitsPerS: 0, averageBitsPerS: 0 });
  run(['720p'], 0, 1, 1_000);
  run(['720p'], 2, 1, 3_000);
  expect(store.renditions[0]).toMatchObject({ peakBitsPerS: 72_000, averageBitsPerS: 48_000 });
  store.push('720p', partAt('720p', 4, { size: 5_000 }));
  store.cut('720p');
  // Alone it would be 120,000: with the segment before it, of 2 s, it is long enough to count.
  expect(store.renditions[0]?.peakBitsPerS).toBe(78_858);
});

test('unknown names and numbers get nothing', async () => {
  const { store, run } = openStore();
  store.beginPeriod(ladder);
  run(['720p'], 0, 1);
  for (const name of ['../x', '', '__proto__', 'constructor', '720p/..', '\0']) {
    expect(store.segments(name)).toBeNull();
    expect(store.init(name, 0)).toBeNull();
    expect(await store.segment(name, 0)).toBeNull();
    expect(store.part(name, 0, 0)).toBeNull();
  }
  for (const number of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
    expect(await store.segment('720p', number)).toBeNull();
    expect(store.part('720p', number, 0)).toBeNull();
    expect(store.part('720p', 0, number)).toEqual(null);
    expect(store.init('720p', number)).toBeNull();
  }
});

test('names that can not be folders are refused from the packager, and strange parts are left out', () => {
  const { store } = openStore();
  expect(() => openStore({ broadcast: '../b' })).toThrow(RangeError);
  expect(() => store.beginPeriod([{ ...trackNamed('720p'), id: 'a/b' }])).toThrow(RangeError);
  expect(() => store.beginPeriod([trackNamed('720p'), trackNamed('720p')])).toThrow(RangeError);
  store.push('720p', partAt('720p', 0));
  store.cut('720p');
  store.beginPeriod(ladder);
  store.push('480p', partAt('480p', 0));
  store.push('720p', partAt('720p', 0, { size: 0 }));
  expect(store.segments('720p')).toEqual([]);
  store.end();
  store.push('720p', partAt('720p', 0));
  store.beginPeriod(ladder);
  expect(store.segments('720p')).toEqual([]);
});

test('without a disk the newest ten target durations are listed, and those before can still be had for as long', async () => {
  const { store, run } = openStore();
  store.beginPeriod(ladder);
  run(['720p', '360p', 'audio'], 0, 60);
  expect(store.segments('720p')?.map(({ msn }) => msn)).toEqual([
    50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
  ]);
  expect(await store.segment('720p', 40)).not.toBeNull();
  expect(await store.segment('720p', 30)).toBeNull();
});

test('parts can be had one by one for seven target durations', () => {
  const { store, run } = openStore();
  store.beginPeriod(ladder);
  run(['720p', '360p', 'audio'], 0, 20);
  const withParts = store.segments('720p')?.filter(({ parts }) => parts.length > 0);
  expect(withParts?.map(({ msn }) => msn)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  expect(store.part('720p', 11, 0)).toBeNull();
  expect(store.part('720p', 12, 0)).not.toBeNull();
});

test('a poster has a new version each time', () => {
  const { store } = openStore();
  expect(store.poster).toBeNull();
  store.setPoster(new Uint8Array([1]));
  store.setPoster(new Uint8Array([2]));
  store.setPoster(new Uint8Array());
  expect(store.poster).toEqual({ version: 2, jpeg: new Uint8Array([2]) });
});

test('a poster can be had for a minute after there is a newer one', () => {
  const { store } = openStore();
  for (let version = 1; version <= 12; version += 1) store.setPoster(new Uint8Array([version]));
  expect(store.posterOf(1)).toEqual({ version: 1, jpeg: new Uint8Array([1]) });
  store.setPoster(new Uint8Array([13]));
  expect(store.posterOf(1)).toBeNull();
  expect(store.posterOf(2)?.jpeg).toEqual(new Uint8Array([2]));
  expect(store.posterOf(13)).toEqual(store.poster);
  expect(store.posterOf(14)).toBeNull();
});
