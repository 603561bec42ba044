import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Recording } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { FakeFiles } from './testing/fake-files.ts';
import { openStore, trackNamed } from './testing/live-store.ts';

const folder = '/data/broadcasts/b1';
const tracks = ['720p', '360p', 'audio'];

/** A folder of five periods, in some of which something rests. */
async function record(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new FakeFiles();
  const { store, run } = openStore({ folder, files });
  for (const [index, flowing] of [
    tracks,
    ['720p', 'audio'],
    ['360p'],
    ['audio'],
    tracks,
  ].entries()) {
    store.beginPeriod(flowing.map(trackNamed));
    run(flowing, index * 20, 2, 10);
  }
  store.end();
  await store.written;
  return files.held;
}

/** What a crash, a bad disk or a person may do to a folder. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), file: fc.nat(), at: fc.nat(4_000) }),
  fc.record({ kind: fc.constant('gone' as const), file: fc.nat(), at: fc.constant(0) }),
  fc.record({ kind: fc.constant('bent' as const), file: fc.nat(), at: fc.nat(4_000) }),
);

test('whatever becomes of a folder, it is refused or it is a listing in order of what is whole', {
  timeout: 30_000,
}, async () => {
  const whole = await record();
  const journal = join(folder, 'timeline.jsonl');
  let refused = 0;
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(damage, { maxLength: 6 }),
      fc.boolean(),
      async (damages, spareJournal) => {
        const files = new FakeFiles();
        for (const [path, bytes] of whole) files.held.set(path, Uint8Array.from(bytes));
        const paths = [...whole.keys()].filter((path) => !spareJournal || path !== journal);
        for (const { kind, file, at } of damages) {
          // Half of the damage is the journal's where it may be.
          const path =
            !spareJournal && file % 2 === 0 ? journal : (paths[file % paths.length] ?? journal);
          const bytes = files.held.get(path);
          if (bytes === undefined) continue;
          if (kind === 'gone') files.held.delete(path);
          else if (kind === 'cut')
            files.held.set(path, bytes.subarray(0, at % (bytes.byteLength + 1)));
          else if (bytes.byteLength > 0) bytes[at % bytes.byteLength] = at % 256;
        }
        let recording: Recording;
        try {
          recording = await Recording.open(folder, files);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
          refused += 1;
          return;
        }
        opened += 1;
        const lengths = new Set<number>();
        for (const { id } of recording.renditions) {
          const list = recording.segments(id) ?? [];
          lengths.add(list.length);
          for (const [index, { msn, track, size, isGap, durationS, period }] of list.entries()) {
            expect(msn).toBe((list[0]?.msn ?? 0) + index);
            expect(period).toBeGreaterThanOrEqual(list[index - 1]?.period ?? 0);
            expect(durationS).toBeGreaterThanOrEqual(0);
            const bytes = await recording.segment(track, msn);
            if (isGap) expect(bytes).toBeNull();
            else expect(bytes?.byteLength).toBe(size);
          }
        }
        expect(lengths.size).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(0);
  expect(opened).toBeGreaterThan(0);
});
