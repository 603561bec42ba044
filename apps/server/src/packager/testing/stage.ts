import { FakeClock } from '../../live/fake-clock.ts';
import type { VideoFrame } from '../intake/video-stream.ts';
import { Production } from '../production.ts';
import { type FakeEncoderOptions, FakeEncoders } from './fake-encoders.ts';
import { FakePublisher, type FakePublisherOptions } from './fake-publisher.ts';
import { RecordingStore } from './recording-store.ts';

export type StageOptions = FakePublisherOptions & {
  readonly heights?: readonly number[];
  readonly encoders?: FakeEncoderOptions;
};

/** As configured by default. */
export const targets = { partTargetS: 0.334, targetS: 2 };

/** A production between a publisher, encoders and a store that are the test's, on a clock that it turns. */
export async function setStage(options: StageOptions = {}) {
  const clock = new FakeClock();
  const store = new RecordingStore();
  const encoders = new FakeEncoders(clock, options.encoders);
  const publisher = new FakePublisher(clock, options);
  const epochMs = clock.now() - 12_000;
  const heard = { plans: 0, failed: [] as string[], stale: 0, keyFrames: [] as VideoFrame[] };
  let shed = 0;
  const production = new Production({
    ...{ source: publisher.source, store, clock, startEncoder: encoders.start, epochMs },
    segmentMs: targets.targetS * 1000,
    partTargetS: targets.partTargetS,
    heights: options.heights ?? [720, 360, 144],
    shed: () => shed,
    captureClockOffsetMs: () => null,
    notBeforeMs: 0,
    onPlan: () => {
      heard.plans += 1;
    },
    onKeyFrame: (frame) => heard.keyFrames.push(frame),
    onFailed: (reason) => heard.failed.push(reason),
    onStale: () => {
      heard.stale += 1;
    },
  });
  // The copy is open.
  await Promise.resolve();
  await Promise.resolve();
  return {
    ...{ clock, store, encoders, publisher, production, heard },
    /** Has so many of the highest rungs left out that FFmpeg would make. */
    shed: (count: number) => {
      shed = count;
    },
    /** Brings the production to its end. */
    finish: async () => {
      const closed = production.close();
      for (let round = 0; round < 50; round += 1) {
        clock.advance(100);
        await Promise.resolve();
      }
      await closed;
      store.expectPlayable(targets);
    },
  };
}
