import { describe, expect, test } from 'vitest';
import { SegmentTimes } from './segment-times.ts';

const startMs = 10_000;

/** Leads with 30 frames a second; those at `keys` are key frames. What was said at each that isn't plain. */
function lead(times: SegmentTimes, untilMs: number, keys: readonly number[]) {
  const said: { atMs: number; verdict: string }[] = [];
  for (let frame = 0; ; frame += 1) {
    const atMs = Math.round(startMs + (frame * 100) / 3);
    if (atMs >= untilMs) return said;
    const verdict = times.lead(atMs, keys.includes(frame));
    if (verdict !== 'go on') said.push({ atMs, verdict });
  }
}

describe('where the publisher is asked for key frames', () => {
  const open = () => new SegmentTimes({ startMs, segmentMs: 2_000, gridMs: null });

  test('one is asked for shortly before a segment should end, and cuts it', () => {
    const times = open();
    const said = lead(times, 12_100, [0, 61]);
    expect(said).toEqual([
      { atMs: 11_933, verdict: 'ask' },
      { atMs: 12_033, verdict: 'cut' },
    ]);
    expect([times.start(0), times.start(1), times.start(2)]).toEqual([10_000, 12_033, null]);
  });

  test('it is asked for again while it does not come', () => {
    const said = lead(open(), 12_250, []);
    expect(said.map(({ verdict }) => verdict)).toEqual(['ask', 'ask']);
    expect((said[1]?.atMs ?? 0) - (said[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(150);
  });

  test('L1 without one in time it says so before the segment rounds to more', () => {
    const said = lead(open(), 12_400, []);
    const overdue = said.find(({ verdict }) => verdict === 'overdue');
    expect(overdue?.atMs).toBeGreaterThan(12_300);
    expect(overdue?.atMs).toBeLessThan(12_400);
  });

  test.each([
    { title: 'much too early', frame: 30, cuts: false },
    { title: 'a little early', frame: 50, cuts: true },
    { title: 'a little late', frame: 68, cuts: true },
  ])('a key frame that comes $title cuts: $cuts', ({ frame, cuts }) => {
    const said = lead(open(), 12_290, [frame]);
    expect(said.some(({ verdict }) => verdict === 'cut')).toBe(cuts);
  });

  test('others may go as far as it has come', () => {
    const times = open();
    lead(times, 11_000, [0]);
    expect(times.reachedMs).toBeGreaterThan(10_960);
    expect(times.reachedMs).toBeLessThan(11_000);
  });
});

test('L1 segments that went by while frames were lost begin without any', () => {
  for (const gridMs of [null, startMs]) {
    const times = new SegmentTimes({ startMs, segmentMs: 2_000, gridMs });
    lead(times, 11_000, [0]);
    expect(times.lead(16_500, true)).toBe('go on');
    expect([1, 2, 3, 4].map((index) => times.start(index))).toEqual([12_000, 14_000, 16_000, null]);
    expect(times.reachedMs).toBe(16_500);
  }
});

describe('on a grid', () => {
  test('an encoder’s key frames cut where they lie just behind their place', () => {
    const times = new SegmentTimes({ startMs, segmentMs: 2_000, gridMs: 7 });
    // 12,007 and 14,007 are places: frames 61 (12,033) and 121 (14,033) are the first behind them.
    const said = lead(times, 15_000, [0, 30, 61, 90, 121]);
    expect(said).toEqual([
      { atMs: 12_033, verdict: 'cut' },
      { atMs: 14_033, verdict: 'cut' },
    ]);
  });

  test('sound alone, where any frame may begin a segment, has one each two seconds', () => {
    const times = new SegmentTimes({ startMs, segmentMs: 2_000, gridMs: startMs });
    for (let frame = 0; frame < 600; frame += 1) times.lead(startMs + (frame * 64) / 3, true);
    for (let index = 0; index < 6; index += 1) {
      const late = (times.start(index) ?? 0) - (startMs + index * 2_000);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(22);
    }
  });
});

test('L1 what leads no more lets the others go on, cut where segments are due', () => {
  const times = new SegmentTimes({ startMs, segmentMs: 2_000, gridMs: null });
  lead(times, 11_000, [0]);
  times.release(11_500);
  expect([times.reachedMs, times.start(1)]).toEqual([11_500, null]);
  times.release(13_200);
  expect([times.reachedMs, times.start(1), times.start(2)]).toEqual([13_200, 12_000, null]);
  times.release(Number.POSITIVE_INFINITY);
  expect(times.reachedMs).toBe(14_300);
});
