import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClockedPublisher, type StreamHabits } from '../testing/clocked-publisher.ts';
import type { AudioPacket } from './audio-stream.ts';
import { Intake } from './intake.ts';
import { silentPacket } from './opus-packet.ts';
import type { VideoFrame } from './video-stream.ts';

type Publisher = {
  readonly audio: StreamHabits;
  readonly video: StreamHabits;
  readonly aheadMs: number;
  readonly skew: number;
  /** Whether it has told what its clock is ahead. */
  readonly isTold: boolean;
};

/** True capture time and how far from it what came in lies, in ms. */
type Placed = { readonly trueMs: number; readonly errorMs: number };

const lastsMs = 15_000;
/** Frames and packets of sound in it. */
const all = [450, 750];

function takeIn({ isTold, ...options }: Publisher): Record<'audio' | 'video', Placed[]> {
  const publisher = new ClockedPublisher({ ...options, lastsMs });
  const frames: VideoFrame[] = [];
  const packets: AudioPacket[] = [];
  const intake = new Intake({
    tracks: ClockedPublisher.tracks,
    now: () => publisher.nowMs,
    captureClockOffsetMs: () => (isTold ? publisher.offsetMs : null),
    onVideo: (frame) => frames.push(frame),
    onAudio: (packet) => packets.push(packet),
    onLoss: () => expect.fail('Nothing is lost.'),
    onClosed: () => undefined,
  });
  publisher.run(intake);
  const place = (kind: 'audio' | 'video', frame: number, captureMs: number): Placed => {
    const trueMs = ClockedPublisher.captureMs(kind, frame);
    return { trueMs, errorMs: captureMs - trueMs };
  };
  const sound = packets.filter(({ data }) => data !== silentPacket);
  return {
    audio: sound.map(({ captureMs, data }) =>
      place('audio', (data[1] ?? 0) + (data[2] ?? 0) * 256, captureMs),
    ),
    video: frames.map(({ captureMs }, frame) => place('video', frame, captureMs)),
  };
}

/** How far each picture lies from the sound of its moment, in ms. */
function apart({ audio, video }: ReturnType<typeof takeIn>, fromMs = 0): number[] {
  const beganMs = ClockedPublisher.captureMs('video', 0);
  return video
    .filter(({ trueMs }) => trueMs >= beganMs + fromMs)
    .map((picture) => {
      const nearest = audio.find(({ trueMs }) => Math.abs(trueMs - picture.trueMs) <= 20);
      if (nearest === undefined) expect.fail(`There is no sound at ${picture.trueMs} ms.`);
      return Math.abs(picture.errorMs - nearest.errorMs);
    });
}

const streams = (longestEncodingMs: number, lastReportMs: number) =>
  fc.record({
    encodingMs: fc.integer({ min: 0, max: longestEncodingMs }),
    jitterMs: fc.integer({ min: 0, max: 15 }),
    reportAtMs: fc.integer({ min: 0, max: lastReportMs }),
    reportEveryMs: fc.integer({ min: 500, max: 5_000 }),
    capturesFromMs: fc.constantFrom(0, 700, 5_000, Infinity),
  });

const publishers = (lastReportMs: number) =>
  fc.record({
    audio: streams(20, lastReportMs),
    video: streams(200, lastReportMs),
    aheadMs: fc.constantFrom(0, -3_000_000_000, 86_400_000.25, 40),
    skew: fc.constantFrom(0, 100e-6, -100e-6),
    isTold: fc.boolean(),
  });

describe('sound and pictures', () => {
  test('never lie more than 40 ms apart where the publisher tells of both within a second, in whatever order', () => {
    fc.assert(
      fc.property(publishers(1_000), (publisher) => {
        const placed = takeIn(publisher);
        expect([placed.video.length, placed.audio.length]).toEqual(all);
        expect(Math.max(...apart(placed))).toBeLessThanOrEqual(40);
        // The way is known from the soonest packet, with its encoding and the least of its jitter.
        expect(Math.min(...placed.video.map(({ errorMs }) => errorMs))).toBeGreaterThan(-25);
      }),
      { numRuns: 60 },
    );
  });

  test('come together within a second of the last first report where one comes later', () => {
    fc.assert(
      fc.property(publishers(6_000), (publisher) => {
        const told = ({ reportAtMs, capturesFromMs }: StreamHabits) =>
          Math.min(reportAtMs, capturesFromMs);
        const toldMs = Math.max(told(publisher.audio), told(publisher.video));
        expect(Math.max(...apart(takeIn(publisher), toldMs + 1_000))).toBeLessThanOrEqual(40);
      }),
      { numRuns: 60 },
    );
  });

  test('lie together at once where each packet tells when it was captured', () => {
    const stream = { jitterMs: 10, reportAtMs: 5_000, reportEveryMs: 5_000, capturesFromMs: 0 };
    const placed = takeIn({
      ...{ aheadMs: 1_000, skew: 0, isTold: true },
      audio: { ...stream, encodingMs: 20 },
      video: { ...stream, encodingMs: 150 },
    });
    expect(Math.max(...apart(placed))).toBeLessThan(1);
    expect(Math.max(...placed.audio.map(({ errorMs }) => Math.abs(errorMs)))).toBeLessThan(1);
  });

  test('go on after a second where the publisher never tells', () => {
    const never = { reportAtMs: Infinity, reportEveryMs: 1_000, capturesFromMs: Infinity };
    const placed = takeIn({
      ...{ aheadMs: 1_000, skew: 0, isTold: false },
      audio: { ...never, encodingMs: 0, jitterMs: 5 },
      video: { ...never, encodingMs: 10, jitterMs: 5 },
    });
    expect([placed.video.length, placed.audio.length]).toEqual(all);
    expect(Math.max(...apart(placed))).toBeLessThanOrEqual(40);
  });
});
