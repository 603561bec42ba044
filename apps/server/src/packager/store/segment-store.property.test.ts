import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListedSegment } from './listing.ts';
import { FakeFiles } from './testing/fake-files.ts';
import { openStore, partAt, trackNamed } from './testing/live-store.ts';

const ids = ['1080p', '720p', '480p', '144p', 'audio'];

/** One track's way through a segment: how many parts it gets, 0 being none, and how far it is behind the others. */
const passage = fc.record({ parts: fc.nat(4), lag: fc.nat(3) });

/** A period: which tracks flow, how long each segment is, and what each track gets of it. */
const period = fc.record({
  tracks: fc.subarray(ids, { minLength: 1 }),
  pauseS: fc.nat(30),
  segments: fc.array(
    fc.record({
      frames: fc.integer({ min: 15, max: 60 }),
      passages: fc.array(passage, { minLength: ids.length, maxLength: ids.length }),
    }),
    { maxLength: 12 },
  ),
});

type Step = { readonly at: number; readonly act: () => void };

/** What a packager does in a broadcast, track by track in order, tracks against each other by their lag. */
function steps(store: ReturnType<typeof openStore>['store'], periods: readonly Period[]): Step[] {
  const all: Step[] = [];
  let nowS = 0;
  let at = 0;
  for (const { tracks, pauseS, segments } of periods) {
    nowS += pauseS;
    all.push({ at, act: () => store.beginPeriod(tracks.map(trackNamed)) });
    const ready = new Map(tracks.map((id) => [id, at]));
    for (const { frames, passages } of segments) {
      const durationS = frames / 30;
      const startS = nowS;
      for (const [index, id] of tracks.entries()) {
        const { parts, lag } = passages[index] ?? { parts: 1, lag: 0 };
        const when = Math.max(ready.get(id) ?? 0, at) + lag;
        ready.set(id, when);
        for (let part = 0; part < parts; part += 1) {
          const share = { durationS: durationS / parts, size: 10 + part * 7 + index };
          all.push({
            at: when,
            act: () => store.push(id, partAt(id, startS + (durationS * part) / parts, share)),
          });
        }
        all.push({ at: when, act: () => store.cut(id) });
      }
      nowS += durationS;
      at += 1;
    }
    at = Math.max(at, ...ready.values()) + 1;
  }
  return all.sort((a, b) => a.at - b.at);
}

type Period = typeof period extends fc.Arbitrary<infer Value> ? Value : never;

/** Audio is cut at its own frames. */
const frameMs = 34;

test('whatever a packager does, numbers are consecutive and mean one time, and parts are their segment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(period, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.integer({ min: 6, max: 60 }),
      async (periods, hasDisk, dvrS) => {
        const files = new FakeFiles();
        const { store } = openStore({
          dvrS,
          files,
          folder: hasDisk ? '/data/broadcasts/b1' : null,
        });
        /** By rendition: all it has ever listed, by number. */
        const seen = new Map<string, Map<number, ListedSegment>>();
        const startOf = new Map<number, number>();
        let firstMsn = 0;
        let changes = 0;
        store.onChange(() => {
          changes += 1;
        });
        for (const { act } of steps(store, periods)) {
          act();
          const firsts = store.renditions.flatMap(({ id }) => store.segments(id)?.[0]?.msn ?? []);
          for (const { id } of store.renditions) {
            const list = store.segments(id) ?? [];
            const before = seen.get(id) ?? new Map<number, ListedSegment>();
            seen.set(id, before);
            list.forEach((segment, index) => {
              const { msn, parts, size, isComplete, isGap } = segment;
              if (msn !== (list[0]?.msn ?? 0) + index) expect.fail(`${msn} is out of order`);
              const known = before.get(msn);
              if (known === segment) return;
              expect(isComplete || index === list.length - 1).toBe(true);
              expect(isGap).toBe(size === 0);
              const start = startOf.get(msn) ?? segment.startMs;
              startOf.set(msn, start);
              expect(Math.abs(segment.startMs - start)).toBeLessThan(frameMs);
              let offset = 0;
              for (const part of parts) {
                expect(part.offset).toBe(offset);
                offset += part.size;
              }
              if (parts.length > 0) expect(offset).toBe(size);
              if (known?.isComplete)
                expect({ ...segment, parts: [] }).toEqual({ ...known, parts: [] });
              if (known !== undefined) expect(segment.period).toBe(known.period);
              before.set(msn, segment);
            });
            // What a list begins with moves on only, and is the same in all that have anything.
            if (list[0] !== undefined) expect(list[0].msn).toBe(firsts[0]);
            // It ends no earlier than before: what leaves, leaves from its begin.
            const reached = Math.max(-1, ...before.keys());
            if (list.length > 0) expect(list.at(-1)?.msn).toBe(reached);
          }
          expect(firsts[0] ?? firstMsn).toBeGreaterThanOrEqual(firstMsn);
          firstMsn = firsts[0] ?? firstMsn;
        }
        const before = changes;
        store.end();
        expect(changes).toBe(before + 1);
        const lengths = store.renditions.map(({ id }) => store.segments(id)?.length);
        expect(new Set(lengths).size).toBe(1);
        await store.written;
        for (const { id } of store.renditions) {
          for (const { track, msn, size, parts, isGap } of store.segments(id) ?? []) {
            const bytes = await store.segment(track, msn);
            expect(bytes?.byteLength ?? 0).toBe(size);
            if (isGap || parts.length === 0) continue;
            const joined = parts.flatMap((_, index) => [...(store.part(track, msn, index) ?? [])]);
            expect(joined).toEqual([...(bytes ?? [])]);
          }
        }
      },
    ),
    { numRuns: 100, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: true },
  );
}, 60_000);
