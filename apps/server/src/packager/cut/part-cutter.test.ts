import { FragmentReader, type ReadSample, writeInitSegment } from '@tallylight/protocol/isobmff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Part } from '../track.ts';
import { PartCutter } from './part-cutter.ts';

const timescale = 90_000;
const data = Uint8Array.of(0, 0, 0, 1, 9);

function cutter(partTargetS: number) {
  const parts: Part[] = [];
  const cut = new PartCutter({
    ...{ timescale, partTargetS, epochMs: 1_700_000_000_000 },
    onPart: (part) => parts.push(part),
  });
  return { cut, parts };
}

function samplesOf(parts: readonly Part[]): ReadSample[] {
  const samples: ReadSample[] = [];
  const reader = new FragmentReader({
    onInit: () => undefined,
    onSample: (sample) => samples.push(sample),
  });
  const entry = { codec: 'vp08', width: 16, height: 16 } as const;
  reader.push(writeInitSegment({ entry, timescale }));
  for (const { bytes } of parts) reader.push(bytes);
  expect(reader.damage).toBeNull();
  return samples;
}

/** Segments of two seconds, their frames at these ticks; the parts of each. */
function cutSegments(ticks: readonly number[], partTargetS: number): Part[][] {
  const { cut, parts } = cutter(partTargetS);
  const segments: Part[][] = [];
  let startTicks = ticks[0] ?? 0;
  for (const at of ticks) {
    const begins = at - startTicks >= 2 * timescale;
    if (begins) {
      cut.cut(at);
      segments.push(parts.splice(0));
      startTicks = at;
    }
    cut.push({ ticks: at, isKey: begins || at === startTicks, data });
  }
  cut.cut(cut.reachedTicks ?? 0);
  segments.push(parts.splice(0));
  return segments;
}

function expectLengths(segments: readonly Part[][], partTargetS: number): void {
  const targetTicks = Math.round(partTargetS * timescale);
  for (const parts of segments) {
    for (const { durationTicks } of parts) expect(durationTicks).toBeLessThanOrEqual(targetTicks);
    for (const { durationTicks } of parts.slice(0, -1)) {
      expect(durationTicks).toBeGreaterThanOrEqual(0.85 * targetTicks);
    }
  }
}

test.each(
  [15, 20, 24, 25, 30, 50, 60].flatMap((rate) => [0.334, 0.5].map((target) => ({ rate, target }))),
)('L8 parts of $rate frames a second fill $target s and never more', ({ rate, target }) => {
  const ticks = Array.from({ length: rate * 9 }, (_, index) =>
    Math.round((index * timescale) / rate),
  );
  const segments = cutSegments(ticks, target);
  expectLengths(segments, target);
  for (const parts of segments) {
    expect(parts.map(({ isIndependent }) => isIndependent)).toEqual(parts.map((_, at) => at === 0));
  }
  expect(samplesOf(segments.flat()).map(({ decodeTime }) => decodeTime)).toEqual(ticks);
});

test('L8 parts stay within the target however times jitter, and mostly fill it', () => {
  const rates = fc.constantFrom(15, 20, 24, 25, 30, 50, 60);
  const jitters = fc.array(fc.double({ min: -0.45, max: 0.45, noNaN: true }), {
    minLength: 200,
    maxLength: 400,
  });
  fc.assert(
    fc.property(rates, jitters, fc.constantFrom(0.334, 0.5), (rate, jitter, target) => {
      const ticks = jitter.map((by, index) => Math.round(((index + 1 + by) * timescale) / rate));
      const segments = cutSegments(ticks, target);
      const targetTicks = Math.round(target * timescale);
      for (const parts of segments) {
        parts.forEach(({ durationTicks, startTicks }, index) => {
          expect(durationTicks).toBeLessThanOrEqual(targetTicks);
          // The next part would fit with its first frame only if that were short.
          if (index === parts.length - 1) return;
          const longestFrame = (timescale / rate) * 1.95;
          expect(startTicks + targetTicks).toBeLessThanOrEqual(
            startTicks + durationTicks + 2 * longestFrame,
          );
        });
      }
      const all = samplesOf(segments.flat());
      expect(all.map(({ decodeTime }) => decodeTime)).toEqual(ticks);
    }),
    { numRuns: 50 },
  );
});

test('L8 the picture before frames that were lost stays until the next, and no part is told to be longer for it', () => {
  const { cut, parts } = cutter(0.334);
  const ticks = [0, 3_000, 6_000, 9_000, 99_000, 102_000, 105_000];
  for (const at of ticks) cut.push({ ticks: at, isKey: at === 0, data });
  cut.cut(108_000);
  expect(parts.map(({ startTicks }) => startTicks)).toEqual([0, 99_000]);
  expect(parts.map(({ durationTicks }) => durationTicks)).toEqual([99_000, 9_000]);
  expect(parts.map(({ listedTicks }) => listedTicks)).toEqual([30_060, 9_000]);
  const samples = samplesOf(parts);
  expect(samples.map(({ decodeTime }) => decodeTime)).toEqual(ticks);
  expect(samples.map(({ durationTicks }) => durationTicks)).toEqual([
    3_000, 3_000, 3_000, 90_000, 3_000, 3_000, 3_000,
  ]);
});

test('the last frame lasts until the next segment', () => {
  const { cut, parts } = cutter(0.334);
  cut.push({ ticks: 0, isKey: true, data });
  cut.cut(180_000);
  expect(parts).toMatchObject([{ durationTicks: 180_000, listedTicks: 30_060 }]);
});

test('L8 the first part of a segment says when it was captured; all others do not', () => {
  const { cut, parts } = cutter(0.334);
  for (let index = 0; index < 30; index += 1) {
    if (index === 15) cut.cut(index * 3_000);
    cut.push({ ticks: index * 3_000, isKey: index % 15 === 0, data });
  }
  cut.cut(cut.reachedTicks ?? 0);
  const has = (part: Part, box: string) => Buffer.from(part.bytes).includes(box);
  const firsts = parts.filter(({ startTicks }) => startTicks % 45_000 === 0);
  expect(firsts).toHaveLength(2);
  for (const part of parts) {
    expect([has(part, 'prft'), has(part, 'styp')]).toEqual(
      firsts.includes(part) ? [true, true] : [false, false],
    );
  }
});

test('a segment without frames has no parts', () => {
  const { cut, parts } = cutter(0.334);
  cut.cut(90_000);
  cut.cut(cut.reachedTicks ?? 0);
  expect(parts).toEqual([]);
});
