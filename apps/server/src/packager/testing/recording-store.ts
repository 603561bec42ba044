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
   * What has to be true whatever a publisher does: times never go back, no part is longer than its target and no
   * segment than would round to the target duration, pictures begin with a key frame, and a segment of the same
   * number begins at the same time in all tracks.
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
  for (const { startTicks, durationTicks } of parts) {
    const startS = startTicks / timescale;
    if (startS < untilS - roundingS) expect.fail(`${id} goes back from ${untilS} to ${startS}`);
    if (durationTicks > Math.round(partTargetS * timescale)) {
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

/** How far apart segments of one number begin, in s; where a key frame was lost, one begins later … */
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
    const starts = tracks.flatMap(({ id, timescale }) => {
      const first = segments.get(id)?.[index]?.[0];
      const before = segments.get(id)?.[index - 1]?.at(-1);
      // What begins late, or was lost for a while, does so in the midst of a segment.
      if (first === undefined || before === undefined) return [];
      const holeTicks = first.startTicks - before.startTicks - before.durationTicks;
      return holeTicks / timescale > alignedS ? [] : [first.startTicks / timescale];
    });
    if (starts.length < 2) continue;
    const apartS = Math.max(...starts) - Math.min(...starts);
    late = apartS > alignedS ? late + 1 : 0;
    expect(apartS).toBeLessThanOrEqual(late > mostLate ? alignedS : lateS);
  }
}
