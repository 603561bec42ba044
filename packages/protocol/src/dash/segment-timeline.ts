import { type Element, element } from './xml-writer.ts';

/** One segment of a timeline, in ticks of its timescale. */
export type TimelineSegment = { readonly startTicks: number; readonly durationTicks: number };

/** SegmentTimeline (ISO/IEC 23009-1, section 5.3.9.6): segments of one length that follow each other share an S. */
export function segmentTimeline(segments: readonly TimelineSegment[]): Element {
  const runs: { t: number; d: number; r: number }[] = [];
  for (const { startTicks: t, durationTicks: d } of segments) {
    const run = runs.at(-1);
    if (run !== undefined && run.d === d && run.t + run.d * (run.r + 1) === t) run.r += 1;
    else runs.push({ t, d, r: 0 });
  }
  return element(
    'SegmentTimeline',
    {},
    runs.map(({ t, d, r }) => element('S', { t, d, r: r === 0 ? undefined : r })),
  );
}
