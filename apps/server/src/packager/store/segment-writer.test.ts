import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Recording } from './recording.ts';
import { FakeFiles } from './testing/fake-files.ts';
import { openStore, partAt, trackNamed } from './testing/live-store.ts';

const folder = '/data/broadcasts/b1';
const tracks = ['720p', 'audio'];

/** A store on a fake disk, in its first period. */
function recorded(options: Parameters<typeof openStore>[0] = {}) {
  const files = new FakeFiles();
  const live = openStore({ folder, files, ...options });
  live.store.beginPeriod(tracks.map(trackNamed));
  return {
    ...live,
    files,
    names: () => [...files.held.keys()].map((path) => path.slice(folder.length + 1)).sort(),
    journal: () => new TextDecoder().decode(files.held.get(join(folder, 'timeline.jsonl'))),
    /** Whole segments of two seconds to all tracks, each row on the disk before the next: the fake takes one turn. */
    play: async (fromS: number, segments: number) => {
      for (let index = 0; index < segments; index += 1) {
        live.run(tracks, fromS + index * 2, 1);
        await turn();
      }
    },
    /** Resolves when that many segments are in the folder. */
    settle: (segments: number) =>
      vi.waitFor(() =>
        expect([...files.held.keys()].filter((path) => path.endsWith('.m4s'))).toHaveLength(
          segments,
        ),
      ),
  };
}

const numbers = (list: readonly { msn: number }[] | null) => list?.map(({ msn }) => msn);

test('segments, their initialization and what they are lie in one folder', async () => {
  const { store, run, names, journal } = recorded();
  run(tracks, 0, 1);
  store.setPoster(new Uint8Array([1]));
  store.end();
  await store.written;
  expect(names()).toEqual([
    '720p/0.m4s',
    '720p/init.0.mp4',
    'audio/0.m4s',
    'audio/init.0.mp4',
    'timeline.jsonl',
  ]);
  const types = journal()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect(types).toEqual(['broadcast', 'period', 'segment', 'segment', 'end']);
});

test('a poster takes the place of the one before', async () => {
  const { store, files, run, names, settle } = recorded();
  run(tracks, 0, 1);
  await settle(2);
  store.setPoster(new Uint8Array([1]));
  store.setPoster(new Uint8Array([2]));
  store.end();
  await store.written;
  expect(names().filter((name) => name.startsWith('poster'))).toEqual(['poster.2.jpg']);
  expect((await Recording.open(folder, files)).poster).toEqual(store.poster);
});

test('nothing is told of before it is whole under its name', async () => {
  const { files, run, journal, names, settle } = recorded();
  run(tracks, 0, 1);
  await settle(2);
  files.hang();
  run(tracks, 2, 1);
  expect(journal()).not.toContain('"msn":1');
  expect(names()).not.toContain('720p/1.m4s');
  files.goOn();
  await vi.waitFor(() => expect(journal().match(/"msn":1/g)).toHaveLength(2));
});

test('bytes leave memory when they are on the disk and their parts are too old, and are read from there', async () => {
  const { store, files, play } = recorded();
  await play(0, 21);
  const first = await store.segment('720p', 0);
  expect(first?.byteLength).toBe(600);
  const path = join(folder, '720p', '0.m4s');
  expect(first).toBe(files.held.get(path));
  files.held.set(path, new Uint8Array(3));
  expect(await store.segment('720p', 0)).toBeNull();
  files.held.delete(path);
  expect(await store.segment('720p', 0)).toBeNull();
  expect(numbers(store.segments('720p'))).toHaveLength(21);
});

test.each([
  [
    'no room',
    'disk_full',
    (files: FakeFiles) => {
      files.capacity = 4_000;
    },
  ],
  [
    'a write that takes only a part',
    'disk_full',
    (files: FakeFiles) => {
      files.capacity = 4_000;
      files.isShort = true;
    },
  ],
  [
    'an error of the device',
    'disk_failed',
    (files: FakeFiles) => {
      files.failure = 'EIO';
    },
  ],
  [
    'a quota',
    'disk_full',
    (files: FakeFiles) => {
      files.failure = 'EDQUOT';
    },
  ],
])(
  '%s ends recording with "%s"; live goes on from memory, and no file is there in part',
  async (_, code, spoil) => {
    const { store, files, play, troubles } = recorded();
    await play(0, 1);
    spoil(files);
    await play(2, 31);
    expect(troubles).toEqual([code]);
    for (const [path, { byteLength }] of files.held) {
      if (path.endsWith('.m4s')) expect(byteLength).toBe(600);
      expect(path).not.toMatch(/\.new$/);
    }
    expect(numbers(store.segments('720p'))).toEqual([22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);
    for (const { track, msn, size } of store.segments('720p') ?? []) {
      expect((await store.segment(track, msn))?.byteLength).toBe(size);
    }
    expect(troubles).toEqual([code]);
    store.end();
    await store.written;
    const recording = await Recording.open(folder, files);
    expect(recording.segments('720p')?.every(({ isGap }) => !isGap)).toBe(true);
  },
);

test('space below the reserve is trouble before anything is written, and noticed without a segment in 2 s', async () => {
  const { clock, files, run, troubles, settle, names } = recorded({ reserveBytes: 10_000 });
  files.capacity = 20_000;
  run(tracks, 0, 1);
  await settle(2);
  files.capacity = 9_000;
  clock.advance(2_000);
  await vi.waitFor(() => expect(troubles).toEqual(['disk_full']));
  run(tracks, 2, 1);
  expect(names()).not.toContain('720p/1.m4s');
});

test('a disk that hangs has failed after ten seconds', async () => {
  const { store, clock, files, run, troubles } = recorded();
  files.hang();
  run(tracks, 0, 3);
  clock.advance(8_000);
  expect(troubles).toEqual([]);
  clock.advance(4_000);
  expect(troubles).toEqual(['disk_failed']);
  expect(numbers(store.segments('720p'))).toEqual([0, 1, 2]);
  files.goOn();
  store.end();
  await store.written;
});

test('what waited so long that its bytes are gone from memory is lost, not on the disk', async () => {
  const { store, files, run } = recorded();
  files.hang();
  run(tracks, 0, 40);
  files.goOn();
  await turn();
  store.end();
  await store.written;
  const recording = await Recording.open(folder, files);
  expect(recording.segments('720p')?.map(({ msn, isGap }) => (isGap ? 'gap' : msn))).toEqual([
    ...[0, ...Array(17).fill('gap')],
    ...numbersFrom(18, 40),
  ]);
  expect(await store.segment('720p', 5)).toBeNull();
});

test('when there is room again recording goes on with later segments, and what is missing is a gap of it', async () => {
  const { store, clock, files, run, troubles, settle } = recorded();
  run(tracks, 0, 2);
  await settle(4);
  files.failure = 'ENOSPC';
  run(tracks, 4, 3);
  await vi.waitFor(() => expect(troubles).toEqual(['disk_full']));
  clock.advance(12_000);
  files.failure = null;
  await vi.waitFor(() => {
    clock.advance(12_000);
    expect(troubles).toEqual(['disk_full', 'recovered']);
  });
  // In a period that begins after the one that was never told of.
  store.beginPeriod(tracks.map(trackNamed));
  run(tracks, 10, 1);
  await settle(6);
  store.end();
  await store.written;
  const recording = await Recording.open(folder, files);
  expect(
    recording
      .segments('audio')
      ?.map(({ msn, period, isGap, startMs }) => [msn, period, isGap, startMs - recording.epochMs]),
  ).toEqual([
    [0, 0, false, 0],
    [1, 0, false, 2_000],
    [2, 0, true, 4_000],
    [3, 0, true, 6_000],
    [4, 0, true, 8_000],
    [5, 1, false, 10_000],
  ]);
});

test('live players never see the hole: the list begins behind it when it is no more in memory', async () => {
  const { store, clock, files, run, play, troubles } = recorded();
  await play(0, 12);
  files.failure = 'EIO';
  run(tracks, 24, 1);
  await vi.waitFor(() => expect(troubles).toEqual(['disk_failed']));
  files.failure = null;
  clock.advance(12_000);
  await vi.waitFor(() => expect(troubles).toContain('recovered'));
  await play(26, 9);
  expect(numbers(store.segments('720p'))?.at(0)).toBe(0);
  await play(44, 10);
  expect(numbers(store.segments('720p'))?.at(0)).toBe(13);
  expect(store.segments('720p')?.some(({ isGap }) => isGap)).toBe(false);
});

test('a bound on bytes lists half of it, and takes the oldest from the folder', async () => {
  const { store, play, files } = recorded({ maxBytes: 24_000 });
  await play(0, 40);
  expect(numbers(store.segments('720p'))?.at(0)).toBe(30);
  expect(store.bytesOnDisk).toBe(24_000);
  store.end();
  await store.written;
  const recording = await Recording.open(folder, files);
  expect(numbers(recording.segments('720p'))?.at(0)).toBe(20);
  expect(recording.segments('720p')?.[0]).toMatchObject({ startTicks: 40 * 90_000 });
});

test('a broadcast that is not recorded keeps twice its window', async () => {
  const { store, play, files } = recorded({ record: false, dvrS: 20 });
  await play(0, 60);
  expect(Math.min(...segmentNumbers(files))).toBe(60 - 10 - 10 - 1 - 1);
  expect(numbers(store.segments('audio'))?.at(0)).toBe(50);
  expect((await store.segment('audio', 40))?.byteLength).toBe(600);
});

test('a track that lags shortens no other, and its segment is whole in the end', async () => {
  const { store, files } = recorded();
  const parts = [partAt('audio', 0), partAt('audio', 1 / 3)];
  const [first, second] = parts;
  if (first === undefined || second === undefined) throw new Error('there are two');
  store.push('audio', first);
  for (let row = 0; row < 40; row += 1) {
    for (let part = 0; part < 6; part += 1) store.push('720p', partAt('720p', row * 2 + part / 3));
    store.cut('720p');
    await turn();
  }
  expect(store.segments('720p')).toHaveLength(40);
  store.push('audio', second);
  store.cut('audio');
  await turn();
  expect(files.held.get(join(folder, 'audio', '0.m4s'))).toEqual(
    new Uint8Array(parts.flatMap(({ bytes }) => [...bytes])),
  );
});

test('a broadcast without media leaves no folder', async () => {
  const { store, names } = recorded();
  store.setPoster(new Uint8Array([1]));
  store.end();
  await store.written;
  expect(names()).toEqual([]);
});

test('a segment with a byte less than its line says is a gap', async () => {
  const { store, run, files } = recorded();
  run(tracks, 0, 3);
  store.push('720p', partAt('720p', 6));
  store.end();
  await store.written;
  files.held.set(join(folder, '720p', '1.m4s'), new Uint8Array(599));
  const recording = await Recording.open(folder, files);
  expect(recording.segments('720p')?.map(({ isGap }) => isGap)).toEqual([
    false,
    true,
    false,
    false,
  ]);
  expect(await recording.segment('720p', 1)).toBeNull();
});

function numbersFrom(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}

function segmentNumbers(files: FakeFiles): number[] {
  return [...files.held.keys()].flatMap((path) => /(\d+)\.m4s$/.exec(path)?.[1] ?? []).map(Number);
}
