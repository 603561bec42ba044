import { expect, test } from 'vitest';
import { HlsStatistics, type MeasuredVideo } from './statistics.ts';

function video(frames: number): MeasuredVideo {
  return {
    videoWidth: 1280,
    videoHeight: 720,
    playbackRate: 1.05,
    currentTime: 10,
    buffered: { length: 1, start: () => 2, end: () => 11.5 },
    getVideoPlaybackQuality: () =>
      ({ totalVideoFrames: frames, droppedVideoFrames: 3 }) as VideoPlaybackQuality,
  };
}

test('over HTTP what the element and the playlist tell is read, and frames are counted', () => {
  const statistics = new HlsStatistics();
  const facts = {
    ...{ width: 1280, height: 720, bitsPerS: 2_000_000, lineBitsPerS: 9_000_000 },
    ...{ videoCodec: 'avc1.42e01f', audioCodec: 'mp4a.40.2' },
  };
  const first = statistics.read(video(100), facts, { atMs: 1_000, latencyMs: 1_300 });
  expect(first).toMatchObject({
    ...{ via: 'hls', path: 'http', width: 1280, height: 720, bitsPerS: 2_000_000 },
    ...{ framesPerS: null, framesShown: 100, framesDropped: 3, bufferMs: 1_500 },
    ...{ latencyMs: 1_300, playbackRate: 1.05, lineBitsPerS: 9_000_000 },
  });
  const second = statistics.read(video(130), facts, { atMs: 2_000, latencyMs: null });
  expect(second.framesPerS).toBe(30);
});

test('another source counts its frames anew: that is no rate', () => {
  const statistics = new HlsStatistics();
  statistics.read(video(100), null, { atMs: 1_000, latencyMs: null });
  expect(statistics.read(video(4), null, { atMs: 2_000, latencyMs: null }).framesPerS).toBeNull();
});
