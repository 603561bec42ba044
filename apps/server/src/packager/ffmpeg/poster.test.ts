import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FfmpegProgram, findFfmpeg } from './ffmpeg-program.ts';
import { PosterMaker } from './poster.ts';
import { probe } from './testing/probe.ts';
import { type Recording, recordH264, recordVp8 } from './testing/recording.ts';

let folder: string;
let program: FfmpegProgram;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallylight-ffmpeg-'));
  program = await findFfmpeg();
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function jpegSize(jpeg: Uint8Array): Promise<unknown> {
  const path = join(folder, 'poster.jpg');
  await writeFile(path, jpeg);
  const [stream] = (await probe(path)).streams;
  return [stream?.['codec_name'], stream?.['width'], stream?.['height']];
}

describe('a poster', { timeout: 30_000 }, () => {
  const make = (recording: Recording, maker = new PosterMaker(program)) => {
    const { entry, samples } = recording;
    if (entry.codec !== 'avc1' && entry.codec !== 'vp08') throw new Error('This should be video.');
    return maker.make(entry, samples[0]?.data ?? new Uint8Array(0));
  };

  it('is a JPEG of a key frame', async () => {
    const jpeg = await make(await recordH264('640x360', 30, 0.1, 1));
    expect(await jpegSize(jpeg)).toEqual(['mjpeg', 640, 360]);
  });

  it('is at most 1280 pixels wide', async () => {
    const jpeg = await make(await recordH264('1920x1080', 30, 0.1, 1));
    expect(await jpegSize(jpeg)).toEqual(['mjpeg', 1280, 720]);
  });

  it('is made of VP8 too', async () => {
    const jpeg = await make(await recordVp8('320x180', 0.1));
    expect(await jpegSize(jpeg)).toEqual(['mjpeg', 320, 180]);
  });

  it('of a frame that cannot be decoded is refused, and the next one made', async () => {
    const maker = new PosterMaker(program);
    const recording = await recordH264('320x180', 30, 0.1, 1);
    const broken = recording.samples.map((sample) => ({ ...sample, data: Uint8Array.of(1, 2, 3) }));
    const [refused, made] = await Promise.allSettled([
      make({ ...recording, samples: broken }, maker),
      make(recording, maker),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'FfmpegError' } });
    expect(made.status).toBe('fulfilled');
  });
});
