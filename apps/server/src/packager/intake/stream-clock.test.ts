import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PublisherClock } from './publisher-clock.ts';
import { StreamClock } from './stream-clock.ts';
import { WindowedLeast } from './windowed-least.ts';

/** What of a stream's clock a test may choose. Times in ms. */
type Habits = {
  /** From capture to sending. */
  readonly encodingMs: number;
  /** What the way takes at least, and by how much more it varies. */
  readonly wayMs: number;
  readonly jitterMs: number;
  /** When the first sender report comes, and how long after each the next. */
  readonly reportAtMs: number;
  readonly reportEveryMs: number;
  /** From when on packets tell of their capture. */
  readonly capturesFromMs: number;
};

/** As the intake has them: pictures may be put right faster where they are far off. */
const openClock = (clockRate: number, publisher: PublisherClock) =>
  new StreamClock({
    ...{ clockRate, publisher, transit: new WindowedLeast(30_000) },
    farSlewRate: clockRate === 90_000 ? 0.25 : 1_000,
  });

type Event = { readonly atMs: number; readonly act: () => void };

/** True and told capture time of a frame. */
type Told = { readonly trueMs: number; readonly toldMs: number };

/** A publisher's clock, ahead of ours and faster, which starts when ours is at 0. */
type Publisher = { readonly aheadMs: number; readonly skew: number };

function streamEvents(
  { aheadMs, skew }: Publisher,
  { rate, frameMs, lastsMs }: { rate: number; frameMs: number; lastsMs: number },
  habits: Habits,
  clock: StreamClock,
): { events: Event[]; told: Told[] } {
  const first = 4_294_900_000;
  const theirs = (ms: number) => ms * (1 + skew) + aheadMs;
  const ticksAt = (ms: number) => (first + Math.round((ms * (1 + skew) * rate) / 1000)) >>> 0;
  const events: Event[] = [];
  const told: Told[] = [];
  for (let index = 0; index * frameMs < lastsMs; index += 1) {
    const trueMs = index * frameMs;
    const late = ((index * 7919) % 101) / 100;
    const atMs = trueMs + habits.encodingMs + habits.wayMs + late * habits.jitterMs;
    const captureMs = trueMs >= habits.capturesFromMs ? theirs(trueMs) : null;
    const act = () => {
      told.push({ trueMs, toldMs: clock.capturedAt(ticksAt(trueMs), atMs, captureMs) });
    };
    events.push({ atMs, act });
  }
  for (let sentMs = habits.reportAtMs; sentMs < lastsMs; sentMs += habits.reportEveryMs) {
    const atMs = sentMs + habits.wayMs;
    events.push({ atMs, act: () => clock.report(ticksAt(sentMs), theirs(sentMs), atMs) });
  }
  return { events, told };
}

function play(
  publisher: Publisher,
  audio: Habits,
  video: Habits,
  options: { readonly isTold: boolean; readonly lastsMs: number },
): { readonly audio: readonly Told[]; readonly video: readonly Told[] } {
  let nowMs = 0;
  const toldOffset = () => -publisher.aheadMs - nowMs * publisher.skew;
  const shared = new PublisherClock(() => (options.isTold ? toldOffset() : null));
  shared.use();
  const { lastsMs } = options;
  const kinds = {
    audio: { rate: 48_000, frameMs: 20, lastsMs },
    video: { rate: 90_000, frameMs: 100 / 3, lastsMs },
  };
  const sound = streamEvents(publisher, kinds.audio, audio, openClock(48_000, shared));
  const picture = streamEvents(publisher, kinds.video, video, openClock(90_000, shared));
  const events = [...sound.events, ...picture.events].sort((a, b) => a.atMs - b.atMs);
  for (const { atMs, act } of events) {
    nowMs = atMs;
    act();
  }
  return { audio: sound.told, video: picture.told };
}

const errorsFrom = (told: readonly Told[], fromMs: number): number[] =>
  told.filter(({ trueMs }) => trueMs >= fromMs).map(({ trueMs, toldMs }) => toldMs - trueMs);

/** By how much the steps from frame to frame differ from the true ones. */
const jumpsOf = (told: readonly Told[]): number[] =>
  told.slice(1).map((one, index) => {
    const before = told[index] ?? one;
    return Math.abs(one.toldMs - before.toldMs - (one.trueMs - before.trueMs));
  });

const habits = (longestEncodingMs: number) =>
  fc.record({
    encodingMs: fc.integer({ min: 0, max: longestEncodingMs }),
    wayMs: fc.constant(20),
    jitterMs: fc.integer({ min: 0, max: 15 }),
    reportAtMs: fc.integer({ min: 0, max: 6_000 }),
    reportEveryMs: fc.integer({ min: 500, max: 5_000 }),
    capturesFromMs: fc.constantFrom(0, 700, 5_000, Infinity),
  });
const publishers = fc.record({
  aheadMs: fc.constantFrom(0, -3_000_000_000, 86_400_000.25, 40),
  skew: fc.constantFrom(0, 100e-6, -100e-6),
});

describe('sound and pictures', () => {
  test('no frame jumps when the publisher begins to tell', () => {
    fc.assert(
      fc.property(
        ...[publishers, habits(200), habits(200), fc.boolean()],
        (publisher, audio, video, isTold) => {
          const told = play(publisher, audio, video, { isTold, lastsMs: 12_000 });
          // The first packets are known by their arrival alone, of which the earliest counts.
          const settled = (all: readonly Told[]) => all.filter(({ trueMs }) => trueMs > 500);
          // Sound that is far off is cut, once.
          expect(jumpsOf(settled(told.audio)).filter((ms) => ms > 5).length).toBeLessThan(2);
          // A frame of 33 ms is shown for 10 ms more or less at most.
          expect(Math.max(...jumpsOf(settled(told.video)))).toBeLessThan(11);
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each([
    { isTold: true, skew: 100e-6, boundMs: 5 },
    { isTold: true, skew: -100e-6, boundMs: 5 },
    { isTold: false, skew: 100e-6, boundMs: 35 },
    { isTold: false, skew: -100e-6, boundMs: 35 },
  ])('keep to our clock for an hour (told: $isTold, drift $skew)', ({ isTold, skew, boundMs }) => {
    const one: Habits = {
      ...{ encodingMs: 10, wayMs: 25, jitterMs: 10 },
      ...{ reportAtMs: 300, reportEveryMs: 5_000, capturesFromMs: Infinity },
    };
    const told = play({ aheadMs: 1_000, skew }, one, one, { isTold, lastsMs: 3_600_000 });
    for (const { trueMs, toldMs } of [...told.audio, ...told.video]) {
      if (trueMs < 5_000) continue;
      if (Math.abs(toldMs - trueMs) > boundMs) expect.fail(`${toldMs - trueMs} ms at ${trueMs}`);
    }
    expect(told.video.length).toBeGreaterThan(100_000);
  });
});

describe('a publisher that begins to count anew', () => {
  test.each([90_000 * 7_200, -90_000 * 7_200, 2 ** 31 - 1])('by %i ticks goes on in time', (by) => {
    const clock = openClock(90_000, new PublisherClock(() => null));
    const told: Told[] = [];
    for (let index = 0; index < 600; index += 1) {
      const trueMs = (index * 100) / 3;
      const timestamp = (index * 3_000 + (index < 300 ? 0 : by)) >>> 0;
      told.push({ trueMs, toldMs: clock.capturedAt(timestamp, trueMs + 20, trueMs) });
    }
    expect(Math.max(...jumpsOf(told))).toBeLessThan(3);
    expect(Math.max(...errorsFrom(told, 0).map(Math.abs))).toBeLessThan(25);
  });
});

test('what packets tell of their capture counts, whatever reports say of their sending', () => {
  const publisher = new PublisherClock(() => null);
  publisher.use();
  const clock = openClock(48_000, publisher);
  const told: Told[] = [];
  for (let index = 0; index < 500; index += 1) {
    const trueMs = index * 20;
    // As Chromium does: a capture time twice a second, and reports of when it was sent.
    const captureMs = index % 25 === 0 ? trueMs : null;
    told.push({ trueMs, toldMs: clock.capturedAt(index * 960, trueMs + 90, captureMs) });
    if (index % 60 === 30) clock.report(index * 960, trueMs + 80, trueMs + 90);
  }
  expect(Math.max(...jumpsOf(told))).toBeLessThan(3);
});

test('a report that has nothing to do with the packets is not believed', () => {
  const clock = openClock(90_000, new PublisherClock(() => null));
  const told: Told[] = [];
  for (let index = 0; index < 600; index += 1) {
    const trueMs = (index * 100) / 3;
    const toldMs = clock.capturedAt(index * 3_000, trueMs + 20 + (index % 7), null);
    told.push({ trueMs, toldMs });
    if (index % 30 === 10) clock.report(index * 3_000 + 90_000 * 60, trueMs, trueMs + 20);
  }
  expect(Math.max(...jumpsOf(told))).toBeLessThan(3);
  expect(clock.isTold).toBe(false);
});
