import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '../../live/fake-clock.ts';
import { createLog } from '../../log.ts';
import { pieceBytes, recordingPieces } from './recording-piece.ts';
import { Recordings, type RecordingsOptions } from './recordings.ts';
import { openStore, trackNamed } from './testing/live-store.ts';

const tracks = ['720p', '360p', 'audio'];
/** For real files on a machine with much to do. */
const slow = { timeout: 4_000 };
const log = createLog('silent');
let dataDir = '';
let clock = new FakeClock();
let opened: Recordings[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tallylight-recordings-'));
  clock = new FakeClock();
});
afterEach(() => {
  for (const recordings of opened) recordings.close();
  opened = [];
  rmSync(dataDir, { recursive: true });
});

async function openShelf(options: Partial<RecordingsOptions> = {}): Promise<Recordings> {
  const shelf = await Recordings.open({
    dataDir,
    clock,
    log,
    maxAgeMs: null,
    maxTotalBytes: null,
    ...options,
  });
  opened.push(shelf);
  return shelf;
}

/** A whole broadcast of two periods, on the shelf afterwards. */
async function record(
  shelf: Recordings,
  broadcast: string,
  options: Parameters<typeof openStore>[0] = {},
) {
  let bytes = () => 0;
  const folder = shelf.begin(broadcast, () => bytes());
  const { store, run } = openStore({ broadcast, folder, clock, ...options });
  bytes = () => store.bytesOnDisk;
  store.beginPeriod(tracks.map(trackNamed));
  run(tracks, 0, 2);
  store.beginPeriod(['360p', 'audio'].map(trackNamed));
  run(['360p', 'audio'], 10, 1);
  store.end();
  await store.written;
  await shelf.finish(broadcast);
  return { store, folder };
}

test('what was live is a recording, with the same segments and all of them', async () => {
  const shelf = await openShelf();
  const { store } = await record(shelf, 'b1');
  const recording = await shelf.load('b1');
  expect(recording).toMatchObject({
    hasEnded: true,
    broadcast: 'b1',
    channel: 'live',
    targetDurationS: 2,
    partTargetS: 1 / 3,
    epochMs: store.epochMs,
  });
  expect(recording?.renditions).toEqual(store.renditions);
  for (const id of tracks) {
    const live = store.segments(id)?.map((segment) => ({ ...segment, parts: [] }));
    expect(recording?.segments(id)).toEqual(live);
    for (const { track, msn, period } of live ?? []) {
      expect(await recording?.segment(track, msn)).toEqual(
        Buffer.from((await store.segment(track, msn)) ?? []),
      );
      expect(recording?.init(track, period)).toEqual(Buffer.from(store.init(track, period) ?? []));
    }
  }
  expect(recording?.segments('../b1')).toBeNull();
  expect(await recording?.segment('..', 0)).toBeNull();
  expect(recording?.init('720p', 1)).toBeNull();
  expect(recording?.part()).toBeNull();
});

test('the shelf finds by broadcast and by channel, newest first, and is the same after a start', async () => {
  const shelf = await openShelf();
  await record(shelf, 'b1');
  clock.advance(60_000);
  await record(shelf, 'b2');
  await record(shelf, 'b3', { channel: 'other' });
  const again = await openShelf();
  for (const one of [shelf, again]) {
    expect(one.ofChannel('live').map(({ broadcast }) => broadcast)).toEqual(['b2', 'b1']);
    expect(one.find('b1')).toEqual({
      broadcast: 'b1',
      channel: 'live',
      startedMs: 1_000_000,
      endedMs: 1_000_000,
      durationS: 6,
      bytes: 8 * 600,
      isKept: true,
    });
    expect(one.totalBytes).toBe(3 * 8 * 600);
    expect(one.find('../b1')).toBeNull();
    expect(await one.load('../b1')).toBeNull();
    expect(() => one.begin('../b1', () => 0)).toThrow(RangeError);
  }
});

test('the oldest go by age and by total size, one on air never', async () => {
  const shelf = await openShelf({ maxAgeMs: 3_600_000, maxTotalBytes: 3 * 4_800 });
  await record(shelf, 'b1');
  clock.advance(1_000);
  await record(shelf, 'b2');
  clock.advance(1_000);
  shelf.begin('air', () => 2 * 4_800);
  expect(shelf.totalBytes).toBe(4 * 4_800);
  await shelf.prune();
  expect(await readdir(join(dataDir, 'broadcasts'))).toEqual(['b2']);
  await shelf.remove('air');
  expect(shelf.totalBytes).toBe(3 * 4_800);
  clock.advance(3_600_001);
  await shelf.prune();
  expect(await readdir(join(dataDir, 'broadcasts'))).toEqual([]);
  expect(await shelf.load('b2')).toBeNull();
});

test('what is not recorded goes five minutes after its end, by itself', async () => {
  const shelf = await openShelf();
  await record(shelf, 'b1', { record: false });
  clock.advance(4 * 60_000);
  await shelf.prune();
  expect(shelf.find('b1')).toMatchObject({ isKept: false });
  clock.advance(2 * 60_000);
  await vi.waitFor(async () => {
    expect(await readdir(join(dataDir, 'broadcasts'))).toEqual([]);
  }, slow);
  expect(shelf.find('b1')).toBeNull();
});

test('a broadcast that came to nothing leaves nothing, and other folders stay as they are', async () => {
  await mkdir(join(dataDir, 'broadcasts', 'mine'), { recursive: true });
  writeFileSync(join(dataDir, 'broadcasts', 'mine', 'notes.txt'), 'do not touch');
  const shelf = await openShelf({ maxAgeMs: 0, maxTotalBytes: 0 });
  shelf.begin('b1', () => 0);
  await shelf.finish('b1');
  await shelf.prune();
  expect(await readdir(join(dataDir, 'broadcasts'))).toEqual(['mine']);
});

test('a journal that a crash cut off is read up to there, and ended', async () => {
  const shelf = await openShelf();
  const { folder } = await record(shelf, 'b1');
  const journal = join(folder, 'timeline.jsonl');
  const lines = readFileSync(journal, 'utf8').trim().split('\n');
  writeFileSync(journal, `${lines.slice(0, -2).join('\n')}\n${lines.at(-2)?.slice(0, 20)}`);
  truncateSync(join(folder, '720p', '1.m4s'), 10);
  const again = await openShelf();
  expect(again.find('b1')).toMatchObject({ bytes: 6 * 600, durationS: 6 });
  const recording = await again.load('b1');
  expect(recording?.segments('720p')?.map(({ msn, isGap }) => [msn, isGap])).toEqual([
    [0, false],
    [1, true],
    [2, false],
  ]);
  expect(recording?.segments('audio')?.at(-1)).toMatchObject({ msn: 2, isGap: true });
  expect((await openShelf()).find('b1')).toEqual(again.find('b1'));
});

test('a journal without a header is no recording, and one that lies opens nothing outside its folder', async () => {
  const shelf = await openShelf();
  const { folder } = await record(shelf, 'b1');
  await record(shelf, 'b2');
  appendFileSync(
    join(folder, 'timeline.jsonl'),
    `\n${JSON.stringify({ type: 'segment', period: 0, track: '../b2/720p', msn: 0, startTicks: 0, durationTicks: 1, size: 600 })}\n`,
  );
  writeFileSync(join(dataDir, 'broadcasts', 'b2', 'timeline.jsonl'), '{"type":"broad');
  const again = await openShelf();
  expect(again.find('b2')).toBeNull();
  const recording = await again.load('b1');
  expect(await recording?.segment('../b2/720p', 0)).toBeNull();
  expect(recording?.segments('720p')).toHaveLength(3);
});

test('the pieces of a rendition are whole files a period and track, in order', async () => {
  const shelf = await openShelf();
  const { store } = await record(shelf, 'b1');
  const recording = await shelf.load('b1');
  if (recording === null) throw new Error('it was just recorded');
  const pieces = recordingPieces(recording, '720p');
  expect(pieces.map(({ period, video, audio }) => [period, video?.track, audio?.track])).toEqual([
    [0, '720p', 'audio'],
    [1, '360p', 'audio'],
  ]);
  const [first] = pieces;
  if (!first?.video) throw new Error('the first period has a picture');
  const read: Uint8Array[] = [];
  for await (const bytes of pieceBytes(first.video)) read.push(bytes);
  const expected = [
    store.init('720p', 0),
    await store.segment('720p', 0),
    await store.segment('720p', 1),
  ];
  expect(Buffer.concat(read)).toEqual(
    Buffer.concat(expected.map((bytes) => bytes ?? new Uint8Array())),
  );
  expect(recordingPieces(recording, 'audio')[0]?.video).toBeNull();
  expect(recordingPieces(recording, '1080p')).toEqual([]);
});

test('a server that is killed while it records leaves a recording of all that was told of', {
  timeout: 20_000,
}, async () => {
  const folder = join(dataDir, 'broadcasts', 'b1');
  const program = `
    const { openStore, trackNamed } = await import(${JSON.stringify(new URL('testing/live-store.ts', import.meta.url).href)});
    const { store, run } = openStore({ folder: ${JSON.stringify(folder)} });
    store.beginPeriod(['720p', 'audio'].map(trackNamed));
    process.stdin.resume().on('end', () => process.exit());
    let row = 0;
    setInterval(() => {
      // No faster than the disk: this is no test of one that is too slow.
      if (store.bytesOnDisk < row * 600_000) return;
      run(['720p', 'audio'], row * 2, 1, 50_000);
      row += 1;
      if (store.bytesOnDisk > 3_000_000) console.log('enough');
    }, 5);
  `;
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('it has a pipe');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const shelf = await openShelf();
  const recording = await shelf.load('b1');
  const listed = recording?.segments('720p') ?? [];
  expect(listed.length).toBeGreaterThanOrEqual(5);
  for (const { track, msn, size, isGap } of listed.slice(0, -1)) {
    expect(isGap).toBe(false);
    expect((await recording?.segment(track, msn))?.byteLength).toBe(size);
  }
  expect(shelf.find('b1')?.bytes).toBeGreaterThanOrEqual(3_000_000);
});
