import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createLog } from '../../log.ts';
import { SmallDisk } from '../testing/small-disk.ts';
import { Recordings } from './recordings.ts';
import { openStore, trackNamed } from './testing/live-store.ts';

/** One that no disk has: where none of two mebibytes can be mounted, all of the machine's is as good as full. */
const noneLeft = Number.MAX_SAFE_INTEGER;
/** For a machine with much to do. */
const slow = { timeout: 5_000 };
const tracks = ['720p', 'audio'];

function segmentFiles(
  dataDir: string,
): readonly { readonly name: string; readonly size: number }[] {
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.m4s') || name.includes('.new'))
    .map((name) => ({ name, size: statSync(join(dataDir, name)).size }));
}

test('a disk that is really full ends the recording alone, and what is on it is whole', {
  timeout: 20_000,
}, async () => {
  await using disk = await SmallDisk.make(2);
  const { folder: dataDir, isSmall } = disk;
  const folder = join(dataDir, 'broadcasts', 'b1');
  const {
    store,
    clock,
    troubles,
    run: play,
  } = openStore({
    folder,
    reserveBytes: isSmall ? 0 : noneLeft,
  });
  const filler = join(dataDir, 'filler');
  if (isSmall) writeFileSync(filler, new Uint8Array(1024 ** 2));
  store.beginPeriod(tracks.map(trackNamed));
  for (let row = 0; troubles.length === 0 && row < 100; row += 1) {
    play(tracks, row * 2, 1, 20_000);
    // Either the disk takes it or it is full.
    await vi.waitFor(
      () =>
        expect(segmentFiles(dataDir).length === 2 * (row + 1) || troubles.length > 0).toBe(true),
      slow,
    );
  }
  expect(troubles).toEqual(['disk_full']);
  const { length } = store.segments('720p') ?? [];
  play(tracks, length * 2, 9, 20_000);
  for (const { track, msn, size } of store.segments('720p') ?? []) {
    expect((await store.segment(track, msn))?.byteLength).toBe(size);
  }
  await vi.waitFor(
    () => expect(segmentFiles(dataDir).filter(({ size }) => size !== 120_000)).toEqual([]),
    slow,
  );
  const written = segmentFiles(dataDir).length;
  expect(written > 0).toBe(isSmall);

  rmSync(filler, { force: true });
  await vi.waitFor(() => {
    clock.advance(12_000);
    expect(troubles).toEqual(isSmall ? ['disk_full', 'recovered'] : ['disk_full']);
  }, slow);
  play(tracks, (length + 9) * 2, 1, 20_000);
  store.end();
  await store.written;
  expect(segmentFiles(dataDir)).toHaveLength(isSmall ? written + 2 : 0);

  const log = createLog('silent');
  const shelf = await Recordings.open({ dataDir, clock, log, maxAgeMs: null, maxTotalBytes: null });
  const recording = await shelf.load('b1');
  shelf.close();
  const there = recording?.segments('720p')?.filter(({ isGap }) => !isGap) ?? [];
  for (const { track, msn } of there) {
    expect((await recording?.segment(track, msn))?.byteLength).toBe(120_000);
  }
  expect(there.at(-1)?.msn).toBe(isSmall ? length + 9 : undefined);
});
