import { expect } from 'vitest';
import type { PeriodStore } from '../period.ts';
import type { Part, Track } from '../track.ts';

type Period = {
  readonly tracks: readonly Track[];
  /** The parts of each segment of each track; the last one is open. */
  readonly segments: ReadonlyMap<string, Part[][]>;
};

/** A store that keeps what it is given, and can tell whether players would be content with it. */
export class RecordingStore implements PeriodStore {
  readonly periods: Period[] = [];

  beginPeriod(tracks: readonly Track[]): void {
    const segments = new Map(tracks.map(({ id }) => [id, [[]] as Part[][]]));
    this.periods.push({ tracks, segments });
  }

  push(track: string, part: Part): void {
    this.#segments(track).at(-1)?.push(part);
  }

  cut(track: string): void {
    this.#segments(track).push([]);
  }

  /** The renditions of each period, in words. */
  get renditions(): string[] {
    return this.periods.map(({ tracks }) => tracks.map(({ id }) => id).join(' '));
  }

  /** First and last moment of a track in a period, in seconds from the epoch; null where it has nothing. */
  span(period: number, id: string): { readonly fromS: number; readonly untilS: number } | null {
    const found = this.periods[period];
    const track = found?.tracks.find((one) => one.id === id);
    const parts = found?.segments.get(id)?.flat() ?? [];
    const [first, last] = [parts[0], parts.at(-1)];
    if (track === undefined || first === undefined || last === undefined) return null;
    return {
      fromS: first.startTicks / track.timescale,
      untilS: (last.startTicks + last.durationTicks) / track.timescale,
    };
  }

  /**
   * What has to be true whatever a publisher does: times never go back, and within a period nothing is missing; no
   * part is told to be longer than its target and no segment is longer than would round to the target duration;
   * pictures begin with a key frame; a segment of the same number begins at the same time in all tracks, and so ends
   * the period.
   */
  expectPlayable(options: { readonly partTargetS: number; readonly targetS: number }): void {
    const reachedS = new Map<string, number>();
    for (const { tracks, segments } of this.periods) {
      for (const track of tracks) {
        for (const parts of segments.get(track.id) ?? []) {
          expectSegment(track, parts, reachedS.get(track.id) ?? 0, options);
          const last = parts.at(-1);
          if (last === undefined) continue;
          reachedS.set(track.id, (last.startTicks + last.durationTicks) / track.timescale);
        }
      }
      expectAligned(tracks, segments);
    }
    for (const period of this.periods.slice(0, -1)) expectEnd(period);
  }

  #segments(track: string): Part[][] {
    const segments = this.periods.at(-1)?.segments.get(track);
    if (segments === undefined) throw new Error(`There is no track ${track} in this period.`);
    return segments;
  }
}

/** Of ticks that were rounded, in s. */
const roundingS = 0.001;

function expectSegment(
  { timescale, kind, id }: Track,
  parts: readonly Part[],
  reachedS: number,
  { partTargetS, targetS }: { readonly partTargetS: number; readonly targetS: number },
): void {
  let untilS = reachedS;
  for (const [index, { startTicks, durationTicks, listedTicks }] of parts.entries()) {
    const startS = startTicks / timescale;
    if (startS < untilS - roundingS) expect.fail(`${id} goes back from ${untilS} to ${startS}`);
    if (index > 0 && startS > untilS + roundingS) {
      expect.fail(`${id} has nothing from ${untilS} to ${startS}`);
    }
    if (listedTicks > Math.round(partTargetS * timescale)) {
      expect.fail(`${id} at ${startS} has a part of ${durationTicks / timescale} s`);
    }
    untilS = startS + durationTicks / timescale;
  }
  const [first] = parts;
  if (first === undefined) return;
  const lengthS = untilS - first.startTicks / timescale;
  // RFC 8216bis, section 4.4.3.1: rounded to the next integer.
  if (lengthS >= targetS + 0.5) expect.fail(`${id} has a segment of ${lengthS} s`);
  if (kind === 'video') expect(first.isIndependent).toBe(true);
}

/** How far apart segments of one number begin, and periods end, in s; where a key frame is late, one begins later … */
const alignedS = 0.1;
const lateS = 0.4;
/** … but not so many in a row. */
const mostLate = 3;

function expectAligned(
  tracks: readonly Track[],
  segments: ReadonlyMap<string, readonly Part[][]>,
): void {
  let late = 0;
  const most = Math.max(0, ...[...segments.values()].map((all) => all.length));
  for (let index = 0; index < most; index += 1) {
    const rows = tracks.flatMap(({ id, timescale }) => {
      const [first] = segments.get(id)?.[index] ?? [];
      const before = segments.get(id)?.[index - 1]?.at(-1);
      if (first === undefined) return [];
      const startS = first.startTicks / timescale;
      if (before === undefined) return [{ id, startS }];
      const endedS = (before.startTicks + before.durationTicks) / timescale;
      if (startS > endedS + roundingS) expect.fail(`${id} has nothing from ${endedS} to ${startS}`);
      return [{ id, startS }];
    });
    if (rows.length < 2) continue;
    const starts = rows.map(({ startS }) => startS);
    const apartS = Math.max(...starts) - Math.min(...starts);
    late = apartS > alignedS ? late + 1 : 0;
    const mostS = late > mostLate ? alignedS : lateS;
    if (apartS > mostS) expect.fail(`${JSON.stringify(rows)} begin ${apartS} s apart`);
  }
}

const hasParts = (parts: readonly Part[]): boolean => parts.length > 0;

/** Tracks that end at different times would be ever further apart for players who add up what they last. */
function expectEnd({ tracks, segments }: Period): void {
  const most = Math.max(...[...segments.values()].map((all) => all.findLastIndex(hasParts)));
  const ends = tracks.flatMap(({ id, timescale }) => {
    // One without pictures for so long has a gap there, which lasts as long as the others' segment.
    const last = segments.get(id)?.[most]?.at(-1);
    return last === undefined ? [] : [(last.startTicks + last.durationTicks) / timescale];
  });
  const apartS = Math.max(...ends) - Math.min(...ends);
  if (apartS > alignedS) expect.fail(`the tracks of a period end ${apartS} s apart: ${ends}`);
}
