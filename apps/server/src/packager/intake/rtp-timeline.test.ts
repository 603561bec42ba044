import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RtpTimeline } from './rtp-timeline.ts';

test('timestamps go on over the wrap, in whatever order their packets come', () => {
  const swaps = fc.array(fc.boolean(), { minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), swaps, (first, swapped) => {
      const timeline = new RtpTimeline(90_000);
      const order = swapped.map((_, index) => index);
      swapped.forEach((isSwapped, index) => {
        if (isSwapped && index > 1) order.splice(index - 1, 2, index, index - 1);
      });
      for (const frame of order) {
        // Each 2 s apart, so that the wrap may lie between any two.
        const timestamp = (first + frame * 180_000) >>> 0;
        const { ticks, jumped } = timeline.place(timestamp, frame * 2_000);
        expect({ ticks, jumped }).toEqual({ ticks: first + frame * 180_000, jumped: false });
      }
    }),
  );
});

test('goes on through many wraps', () => {
  const timeline = new RtpTimeline(90_000);
  // A picture a minute for a week, which wraps every 13 hours.
  for (let minute = 0; minute < 7 * 24 * 60; minute += 1) {
    const place = timeline.place((minute * 5_400_000) >>> 0, minute * 60_000);
    expect(place).toEqual({ ticks: minute * 5_400_000, jumped: false });
  }
});

test.each([
  { title: 'ahead', by: 90_000 * 3_600 },
  { title: 'back', by: -90_000 * 3_600 },
])('tells that a publisher has begun to count anew, an hour $title', ({ by }) => {
  const timeline = new RtpTimeline(90_000);
  expect(timeline.place(1_000_000_000, 0).jumped).toBe(false);
  expect(timeline.place(1_000_003_000 + by, 33).jumped).toBe(true);
  expect(timeline.place(1_000_006_000 + by, 67).jumped).toBe(false);
});

test('a stream that rests has not jumped', () => {
  const timeline = new RtpTimeline(48_000);
  timeline.place(0, 0);
  expect(timeline.place(48_000 * 60, 60_000).jumped).toBe(false);
});

test('what is told of a moment far from all packets moves nothing', () => {
  const timeline = new RtpTimeline(90_000);
  timeline.place(4_294_960_000, 0);
  expect(timeline.locate(2_704, 111)).toBe(4_294_970_000);
  expect(timeline.locate(1_000_000_000, 500)).toBeNull();
  expect(timeline.place(32_704, 444)).toEqual({ ticks: 4_295_000_000, jumped: false });
});

test('before the first packet, what is told begins the timeline', () => {
  const timeline = new RtpTimeline(90_000);
  expect(timeline.locate(90_000, 0)).toBe(90_000);
  expect(timeline.place(180_000, 1_000)).toEqual({ ticks: 180_000, jumped: false });
});
