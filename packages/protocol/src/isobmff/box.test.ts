import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBox, readBoxes, writeBox, writeFullBox } from './box.ts';
import { FragmentReader } from './fragment-reader.ts';
import { writeFragment, writeInitSegment } from './index.ts';

const type = fc.string({ minLength: 4, maxLength: 4, unit: 'grapheme-ascii' });
const payload = fc.uint8Array({ maxLength: 40 });

describe('boxes', () => {
  it('are read as they were written, as far as they are whole', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(type, payload)), fc.nat(), (written, cut) => {
        const bytes = Uint8Array.from(written.flatMap(([name, body]) => [...writeBox(name, body)]));
        const kept = bytes.subarray(0, cut % (bytes.length + 1));
        const boxes = readBoxes(kept);
        const end = boxes.reduce((at, box) => {
          expect(box.start).toBe(at);
          return at + box.size;
        }, 0);
        expect(boxes.map((box) => [box.type, box.payload])).toEqual(written.slice(0, boxes.length));
        const next = written[boxes.length];
        expect(next === undefined || end + 8 + next[1].length > kept.length).toBe(true);
      }),
    );
  });

  it('tell their size in 64 bits, or go on to the end', () => {
    const large = Uint8Array.of(0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65, 0, 0, 0, 0, 0, 0, 0, 18, 1, 2);
    const last = Uint8Array.of(0, 0, 0, 0, 0x6d, 0x64, 0x61, 0x74, 3, 4, 5);
    expect(readBoxes(Uint8Array.of(...large, ...last))).toEqual([
      { type: 'free', start: 0, size: 18, payload: Uint8Array.of(1, 2) },
      { type: 'mdat', start: 18, size: 11, payload: Uint8Array.of(3, 4, 5) },
    ]);
  });

  it('are found by their path', () => {
    const bytes = writeBox('moov', writeBox('free'), writeBox('trak', writeFullBox('tkhd', 1, 7)));
    expect(findBox(bytes, 'moov', 'trak', 'tkhd')?.payload).toEqual(Uint8Array.of(1, 0, 0, 7));
    expect(findBox(bytes, 'moov', 'mdia', 'tkhd')).toBeNull();
  });

  it('of random bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const box of readBoxes(bytes)) expect(box.size).toBeGreaterThanOrEqual(8);
      }),
    );
  });
});

const sample = fc.record({
  data: fc.uint8Array({ maxLength: 60 }),
  durationTicks: fc.nat({ max: 2 ** 32 - 1 }),
  isSync: fc.boolean(),
  compositionOffsetTicks: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
});
const entry = { codec: 'Opus', channels: 2, preSkip: 312, sampleRate: 48_000 } as const;

describe('FragmentReader', () => {
  it('reads what writeFragment wrote, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 2 ** 52 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (samples, baseDecodeTime, styp, cuts) => {
          const prft = { ntp: 1n, mediaTime: 2n };
          const bytes = Uint8Array.of(
            ...writeInitSegment({ entry, timescale: 48_000 }),
            ...writeFragment({ sequence: 1, baseDecodeTime, samples, styp, prft }),
            ...writeFragment({ sequence: 2, baseDecodeTime, samples, styp: !styp }),
          );
          const told: unknown[] = [];
          const reader = new FragmentReader({
            onInit: (init) => told.push(init),
            onSample: (read) => told.push(read),
          });
          for (let at = 0, index = 0; at < bytes.length; index++) {
            const cut = cuts[index % cuts.length] ?? 1;
            reader.push(bytes.subarray(at, at + cut));
            at += cut;
          }
          let time = baseDecodeTime;
          const expected = samples.map((written) => {
            const decodeTime = time;
            time += written.durationTicks;
            return { ...written, decodeTime };
          });
          expect(reader.damage).toBeNull();
          expect(told).toEqual([{ entry, timescale: 48_000 }, ...expected, ...expected]);
        },
      ),
    );
  });

  it('takes any damage without throwing, and goes silent after it', () => {
    const whole = Uint8Array.of(
      ...writeInitSegment({ entry, timescale: 48_000 }),
      ...writeFragment({
        sequence: 1,
        baseDecodeTime: 0,
        samples: [{ data: Uint8Array.of(1, 2, 3), durationTicks: 960, isSync: true }],
      }),
    );
    const bent = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(bent, (places) => {
        const bytes = whole.slice();
        for (const [at, value] of places) bytes[at] = value;
        let count = 0;
        const reader = new FragmentReader({ onInit: () => count++, onSample: () => count++ });
        reader.push(bytes);
        const before = count;
        if (reader.damage !== null) reader.push(whole);
        expect(reader.damage === null || count === before).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('asks for no memory that a damaged size names', () => {
    const reader = new FragmentReader({ onInit: () => undefined, onSample: () => undefined });
    reader.push(Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 0x6d, 0x64, 0x61, 0x74));
    expect(reader.damage).toContain('"mdat"');
  });
});
