import { expect, test } from 'vitest';
import type { Part } from '../track.ts';
import { SegmentTimes } from './segment-times.ts';
import { TrackLine } from './track-line.ts';

const data = Uint8Array.of(1);

/** A track in ticks of a millisecond, and the segments that came of it. */
function line(cutsAnywhere: boolean, afterMs = -Infinity, takenMs = -Infinity) {
  const times = new SegmentTimes({ startMs: 0, segmentMs: 2_000, gridMs: null });
  const segments: Part[][] = [[]];
  const track = new TrackLine({
    ...{ timescale: 1_000, partTargetS: 0.5, epochMs: 0, times },
    ...{ cutsAnywhere, afterMs, takenMs, fromMs: 0 },
    onPart: (part) => segments.at(-1)?.push(part),
    onCut: () => segments.push([]),
  });
  const push = (fromMs: number, untilMs: number, keys: readonly number[] = []) => {
    for (let ticks = fromMs; ticks < untilMs; ticks += 40) {
      track.push({ ticks, isKey: cutsAnywhere || keys.includes(ticks), data });
    }
    track.advance();
  };
  const leadTo = (untilMs: number, keys: readonly number[]) => {
    for (let ms = 0; ms <= untilMs; ms += 40) times.lead(ms, keys.includes(ms));
    track.advance();
  };
  const starts = () => segments.map(([first]) => first?.startTicks ?? null);
  return { track, segments, push, leadTo, starts };
}

test('waits for the leading track, then is cut where that was', () => {
  const { push, leadTo, starts, track } = line(false);
  push(0, 5_000, [0, 2_000, 4_000]);
  expect(starts()).toEqual([null]);
  leadTo(4_200, [0, 2_000, 4_000]);
  expect(starts()).toEqual([0, 2_000, null]);
  expect(track.doneMs).toBe(4_200);
});

test('its key frame may lie some frames beside the leading one', () => {
  const { push, leadTo, starts, track } = line(false);
  push(0, 6_000, [0, 2_040, 3_960]);
  leadTo(5_000, [0, 2_000, 4_000]);
  track.finish(track.reachedMs);
  expect(starts()).toEqual([0, 2_040, 3_960, null]);
  expect(track.isMisaligned).toBe(false);
});

test('what it begins with a little early and the period before has, is shown at the begin, frame after frame', () => {
  const { push, leadTo, segments, track } = line(false, -Infinity, -80);
  push(-80, 2_000, [-80]);
  leadTo(1_000, [0]);
  track.finish(track.reachedMs);
  const [first] = segments[0] ?? [];
  expect(first).toMatchObject({ startTicks: 0, isIndependent: true });
  // Those of 80 and of 40 ms before, then that of the period's begin and those after it.
  expect(segments[0]?.map(({ startTicks, durationTicks }) => startTicks + durationTicks)).toEqual([
    480, 960, 1_040,
  ]);
});

test('what lost whole segments on its way is where it was when it is back, with no time missing', () => {
  const { push, leadTo, track, starts, segments } = line(false);
  push(0, 3_000, [0, 2_000]);
  leadTo(3_000, [0, 2_000]);
  push(9_200, 12_000, [9_200, 10_000]);
  leadTo(12_000, [9_200, 10_000]);
  expect(track.isMisaligned).toBe(false);
  expect(starts()).toEqual([0, 2_000, null, null, 8_000, 10_000]);
  // The last picture before stays to the end of its segment, the first one behind is shown from the begin of its own.
  const lasts = segments.map((parts) => parts.reduce((sum, part) => sum + part.durationTicks, 0));
  expect(lasts.slice(0, 5)).toEqual([2_000, 2_000, 0, 0, 2_000]);
});

test('at the end its last sample lasts to where all others end, over segments that it has nothing for', () => {
  const { push, leadTo, track, starts, segments } = line(false);
  push(0, 1_000, [0]);
  leadTo(4_600, [0, 2_000, 4_000]);
  expect(track.reachedMs).toBe(1_000);
  track.finish(4_600, 2);
  expect(starts()).toEqual([0, null, null, null]);
  expect(segments[0]?.at(-1)).toMatchObject({ startTicks: 960, durationTicks: 1_040 });
});

test('at the end what went on into the next segment without a key frame stays in its own', () => {
  const { push, leadTo, track, starts, segments } = line(false);
  push(0, 2_240, [0]);
  leadTo(2_240, [0, 2_000]);
  track.finish(2_600, 1);
  expect(starts()).toEqual([0, null, null]);
  const last = segments[0]?.at(-1);
  expect((last?.startTicks ?? 0) + (last?.durationTicks ?? 0)).toBe(2_240);
});

test('one key frame that is late leaves it where it is; one after the other does not', () => {
  const { push, leadTo, track, starts } = line(false);
  const leading = [0, 2_000, 4_000, 6_000, 8_000];
  push(0, 3_960, [0, 2_200]);
  leadTo(3_960, leading);
  expect(starts()).toEqual([0, 2_200]);
  expect(track.isMisaligned).toBe(false);
  push(3_960, 9_000, [4_200, 6_200, 8_200]);
  leadTo(9_000, leading);
  expect(track.isMisaligned).toBe(true);
});

test('L1 without a key frame a segment goes on for a little only, and then it is misaligned', () => {
  const { push, leadTo, track, segments } = line(false);
  push(0, 5_000, [0]);
  leadTo(4_500, [0, 2_000, 4_000]);
  expect(track.isMisaligned).toBe(true);
  track.finish(track.reachedMs);
  const last = segments.flat().at(-1);
  expect((last?.startTicks ?? 0) + (last?.durationTicks ?? 0)).toBeLessThan(2_400);
});

test('sound is cut at any of its frames', () => {
  const { push, leadTo, starts } = line(true);
  push(13, 5_000);
  leadTo(4_800, [0, 2_000, 4_000]);
  expect(starts()).toEqual([13, 2_013, 4_013]);
});

test('what was there before does not come again', () => {
  const { push, leadTo, starts, track } = line(true, 100);
  push(0, 1_000);
  leadTo(1_000, [0]);
  track.finish(track.reachedMs);
  expect(starts()).toEqual([120, null]);
});

test('a track that begins late has segments without media before', () => {
  const { push, leadTo, segments, track } = line(false);
  push(4_000, 4_800, [4_000]);
  leadTo(4_900, [0, 2_000, 4_000]);
  track.finish(track.reachedMs);
  expect(segments.map((parts) => parts.length > 0)).toEqual([false, false, true, false]);
});

test('what comes before its first key frame is left out', () => {
  const { push, leadTo, starts } = line(false);
  push(0, 3_000, [2_000]);
  leadTo(3_000, [0, 2_000]);
  expect(starts()).toEqual([null, 2_000]);
});

test('at the end of a period nothing goes beyond it', () => {
  const { push, leadTo, track, segments } = line(false);
  push(0, 3_000, [0, 2_000]);
  leadTo(1_960, [0]);
  track.advance(2_000);
  leadTo(3_000, [0, 2_000]);
  track.finish(track.reachedMs);
  const last = segments.flat().at(-1);
  // It was there before the period ended.
  expect((last?.startTicks ?? 0) + (last?.durationTicks ?? 0)).toBeGreaterThan(2_900);
  const other = line(false);
  other.push(0, 3_000, [0, 2_000]);
  other.track.advance(2_000);
  other.track.finish(other.track.reachedMs);
  expect(other.segments.flat().map(({ startTicks }) => startTicks)).toEqual([0]);
});

test('is filled to where the others are', () => {
  const { push, leadTo, track, segments } = line(true);
  push(0, 1_000);
  leadTo(1_500, [0]);
  track.fill(1_500, 40, data);
  track.finish(track.reachedMs);
  const parts = segments.flat();
  const last = parts.at(-1);
  expect((last?.startTicks ?? 0) + (last?.durationTicks ?? 0)).toBeLessThanOrEqual(1_510);
  expect((last?.startTicks ?? 0) + (last?.durationTicks ?? 0)).toBeGreaterThan(1_450);
});
