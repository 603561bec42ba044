import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FfmpegProgram, findFfmpeg } from './ffmpeg-program.ts';
import { remux } from './remux.ts';
import { probe } from './testing/probe.ts';
import { type Recording, recordBeeps, recordH264, writeRecording } from './testing/recording.ts';
import { transcode } from './testing/running.ts';

let folder: string;
let program: FfmpegProgram;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallylight-ffmpeg-'));
  program = await findFfmpeg();
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('a download', { timeout: 30_000 }, () => {
  let video: Recording;
  let audio: Recording;
  beforeAll(async () => {
    const late = (recording: Recording, ticks: number): Recording => ({
      ...recording,
      samples: recording.samples.map((sample) => ({
        ...{ ...sample, decodeTime: sample.decodeTime + ticks },
      })),
    });
    video = late(await recordH264('320x180', 30, 4, 1), 900_000);
    // Sound begins 100 ms after the picture.
    const opus = late(await recordBeeps(4), 10.1 * 48_000);
    const [aac] = await transcode({ kind: 'audio', bitsPerS: 64_000 }, opus);
    if (aac === undefined) throw new Error('There should be sound.');
    audio = aac;
  }, 60_000);

  async function* piecesOf(recording: Recording): AsyncGenerator<Uint8Array> {
    const bytes = writeRecording(recording, 0);
    for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  }

  it('has the samples of all tracks as they are, in sync, from 0', async () => {
    const path = join(folder, 'download.mp4');
    await remux({ program, path, tracks: [piecesOf(video), piecesOf(audio)] });
    const { streams, packets } = await probe(path);
    expect(streams.map((stream) => stream['codec_name'])).toEqual(['h264', 'aac']);
    const firstOf = (index: number) =>
      packets.find((packet) => packet['stream_index'] === index)?.['pts_time'];
    expect(Number(firstOf(0))).toBeCloseTo(0, 3);
    expect(Number(firstOf(1))).toBeCloseTo(0.1, 3);
    const sizes = packets.map((packet) => Number(packet['size']));
    const total = [...video.samples, ...audio.samples].reduce(
      (sum, { data }) => sum + data.length,
      0,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
  });

  it('tells the fault of a track that cannot be read', async () => {
    const path = join(folder, 'faulty.mp4');
    const fault = new Error('the disk is gone');
    async function* faulty(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(8);
      throw fault;
    }
    await expect(remux({ program, path, tracks: [piecesOf(video), faulty()] })).rejects.toBe(fault);
  });

  it('tells what FFmpeg said where the tracks are no MP4', async () => {
    const path = join(folder, 'nonsense.mp4');
    async function* nonsense(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 100; count++) yield new Uint8Array(100_000).fill(1);
    }
    await expect(remux({ program, path, tracks: [nonsense()] })).rejects.toMatchObject({
      name: 'FfmpegError',
      reason: 'exited',
    });
  });

  it('is given up when asked', async () => {
    const path = join(folder, 'given-up.mp4');
    const abort = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield* piecesOf(video);
      abort.abort();
      await new Promise(() => undefined);
    }
    await expect(
      remux({ program, path, tracks: [endless()], signal: abort.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
