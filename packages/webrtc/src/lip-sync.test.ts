import { expect, test } from 'vitest';
import { bufferFloors, LipSync } from './lip-sync.ts';
import { ManualTime } from './testing/manual-time.ts';

test.each([
  { title: 'a calm network', audioMs: 50, videoMs: 10, floors: { audioMs: 0, videoMs: 0 } },
  {
    title: 'sound that needs a large buffer',
    audioMs: 240,
    videoMs: 20,
    floors: { audioMs: 0, videoMs: 135 },
  },
  {
    title: 'a picture that needs a large buffer',
    audioMs: 40,
    videoMs: 300,
    floors: { audioMs: 270, videoMs: 0 },
  },
])('$title: floors of $floors.audioMs and $floors.videoMs ms', ({ audioMs, videoMs, floors }) => {
  expect(bufferFloors({ audioMs, videoMs })).toEqual(floors);
});

test('whatever the network needed once, the delays come down again together', () => {
  let held = { audioMs: 400, videoMs: 500 };
  for (let look = 0; look < 20; look += 1) {
    const floors = bufferFloors(held);
    held = { audioMs: Math.max(40, floors.audioMs), videoMs: Math.max(10, floors.videoMs) };
  }
  expect(held).toEqual({ audioMs: 40, videoMs: 10 });
});

/** A receiver whose buffer has this mean delay. */
function receiver(kind: string, delayMs: number, time: ManualTime) {
  let emitted = 0;
  return {
    track: { kind },
    jitterBufferTarget: null as number | null,
    getStats: async () => {
      emitted += 30;
      const entry = {
        id: kind,
        type: 'inbound-rtp',
        timestamp: time.nowMs(),
        jitterBufferDelay: (emitted * delayMs) / 1000,
        jitterBufferEmittedCount: emitted,
      };
      return new Map([[kind, entry]]);
    },
  };
}

test('the picture waits for a sound that is far behind, until it is stopped', async () => {
  const time = new ManualTime();
  const receivers = { audio: receiver('audio', 300, time), video: receiver('video', 20, time) };
  const lipSync = new LipSync({
    timers: time.timers,
    receiver: (kind) => receivers[kind] as unknown as RTCRtpReceiver,
  });
  lipSync.start();
  await time.advance(3_000);
  expect(receivers.video.jitterBufferTarget).toBe(195);
  expect(receivers.audio.jitterBufferTarget).toBe(0);
  lipSync.stop();
  await time.advance(3_000);
  expect(time.armed).toBe(0);
});

test('a picture alone is left alone', async () => {
  const time = new ManualTime();
  const video = receiver('video', 20, time);
  const lipSync = new LipSync({
    timers: time.timers,
    receiver: (kind) => (kind === 'video' ? (video as unknown as RTCRtpReceiver) : null),
  });
  lipSync.start();
  await time.advance(3_000);
  expect(video.jitterBufferTarget).toBeNull();
});
