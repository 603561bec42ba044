import { isVideo } from '@tallylight/protocol/isobmff';
import { expect, test, vi } from 'vitest';
import { FakeClock } from '../live/fake-clock.ts';
import { createLog } from '../log.ts';
import { recordH264 } from './ffmpeg/testing/recording.ts';
import { FfmpegSupply } from './ffmpeg-supply.ts';
import type { VideoFrame } from './intake/video-stream.ts';
import { Posters } from './posters.ts';

const within = { timeout: 10_000, interval: 10 };

async function keyFrame(): Promise<VideoFrame> {
  const { entry, samples } = await recordH264('320x180', 30, 0.1, 1);
  if (!isVideo(entry)) throw new Error('This should be video.');
  const data = samples[0]?.data ?? new Uint8Array();
  return { layer: 0, captureMs: 0, isKey: true, data, format: entry };
}

function openPosters(path?: string) {
  const clock = new FakeClock();
  const made: Uint8Array[] = [];
  const log = createLog('silent');
  const warn = vi.spyOn(log, 'warn');
  const ffmpeg = new FfmpegSupply(path);
  const posters = new Posters({ clock, log, ffmpeg, onPoster: (jpeg) => made.push(jpeg) });
  return { posters, clock, made, warn };
}

test('there is a poster every five seconds, of the key frames that come nearest', {
  timeout: 60_000,
}, async () => {
  const { posters, clock, made } = openPosters();
  const frame = await keyFrame();
  const madeAtS: number[] = [];
  for (let atS = 0; atS <= 20; atS += 2) {
    const before = made.length;
    posters.offer(frame);
    const isDue = [0, 4, 10, 14, 20].includes(atS);
    if (isDue) await vi.waitFor(() => expect(made).toHaveLength(before + 1), within);
    if (made.length > before) madeAtS.push(atS);
    clock.advance(2_000);
  }
  expect(madeAtS).toEqual([0, 4, 10, 14, 20]);
  // JPEG, from its first marker to its last (ITU-T T.81, annex B).
  for (const jpeg of made) expect([...jpeg.slice(0, 2), ...jpeg.slice(-2)]).toEqual(jpegEnds);
});

test('key frames that come while one is made are left out', { timeout: 60_000 }, async () => {
  const { posters, clock, made } = openPosters();
  const frame = await keyFrame();
  posters.offer(frame);
  clock.advance(20_000);
  posters.offer(frame);
  await vi.waitFor(() => expect(made).toHaveLength(1), within);
  // What made it has told of its end.
  await Promise.resolve();
  posters.offer(frame);
  await vi.waitFor(() => expect(made).toHaveLength(2), within);
});

test('what cannot be made is told, and the next one tried', { timeout: 60_000 }, async () => {
  const { posters, clock, made, warn } = openPosters();
  const frame = await keyFrame();
  posters.offer({ ...frame, data: Uint8Array.of(0, 0, 0, 1, 0x65) });
  await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), within);
  clock.advance(5_000);
  posters.offer(frame);
  await vi.waitFor(() => expect(made).toHaveLength(1), within);
});

const jpegEnds = [0xff, 0xd8, 0xff, 0xd9];
