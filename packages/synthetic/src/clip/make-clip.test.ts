import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nalTypeOf, nalTypes } from '@tallylight/protocol/video';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClip } from './clip.ts';
import { clipCacheFolder, makeClip } from './make-clip.ts';
import { type ClipRecipe, standardRecipe } from './recipe.ts';
import { readTimeCode } from './time-code.ts';

const run = promisify(execFile);
const recipe: ClipRecipe = { ...standardRecipe, durationMs: 1000, keyFrameEvery: 15 };

describe('makeClip', { timeout: 30_000 }, () => {
  let cacheFolder: string;
  let folder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), 'tallylight-clip-'));
    folder = await makeClip({ cacheFolder, recipe });
  }, 30_000);
  afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

  it('makes layers with a key frame where the recipe wants one, and as many frames', async () => {
    const clip = await readClip(folder, 3);
    expect(clip.layers.map(({ name }) => name)).toEqual(['180p', '360p', '720p']);
    for (const { frames } of clip.layers) {
      expect(frames).toHaveLength(30);
      expect(frames.flatMap(({ key }, index) => (key ? [index] : []))).toEqual([0, 15]);
    }
  });

  it('puts parameter sets before each key frame, one slice in a picture and no SEI', async () => {
    const { layers } = await readClip(folder, 1);
    const kinds = layers[0]?.frames.map(({ nals }) => nals.map(nalTypeOf)) ?? [];
    expect(kinds[15]).toEqual([nalTypes.sps, nalTypes.pps, nalTypes.idr]);
    expect(kinds[16]).toEqual([nalTypes.slice]);
  });

  it('keeps exactly the Opus packets of the loop', async () => {
    expect((await readClip(folder, 1)).audio).toHaveLength(50);
  });

  it('draws the frame number into each picture of each layer', async () => {
    for (const { name, width, height } of recipe.layers) {
      const { stdout } = await run(
        'ffmpeg',
        ['-v', 'error', '-i', `${folder}/${name}.h264`, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
        { encoding: 'buffer', maxBuffer: 2 ** 26 },
      );
      const size = width * height;
      const numbers = Array.from({ length: stdout.length / size }, (_, index) =>
        readTimeCode({ samples: stdout.subarray(index * size, (index + 1) * size), width, height }),
      );
      expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index));
    }
  });

  it('makes nothing when the clip is there, and leaves no drafts', async () => {
    const { mtimeMs } = await stat(folder);
    expect(await makeClip({ cacheFolder, recipe, ffmpeg: '/nowhere/ffmpeg' })).toBe(folder);
    expect((await stat(folder)).mtimeMs).toBe(mtimeMs);
    expect((await readdir(cacheFolder)).filter((name) => name.includes('.'))).toEqual([]);
  });

  it('makes B-frames where they are wanted, and knows when each picture is shown', async () => {
    const other = await makeClip({ cacheFolder, recipe: { ...recipe, bFrames: true } });
    const [layer] = (await readClip(other, 1)).layers;
    const frames = layer?.frames ?? [];
    expect(frames.slice(0, 5).map(({ shift }) => shift)).toEqual([0, 2, -1, -1, 2]);
    const { stdout } = await run('ffprobe', [
      ...['-v', 'error', '-show_entries', 'frame=pict_type', '-of', 'csv=p=0'],
      `${other}/360p.h264`,
    ]);
    // As decoded and put in order by FFmpeg.
    const shown = stdout.replaceAll(/[^IPB]/g, '');
    const ours: string[] = [];
    frames.forEach(({ key, shift }, index) => {
      ours[index + shift] = key ? 'I' : shift < 0 ? 'B' : 'P';
    });
    expect(ours.join('')).toBe(shown);
  });

  it('makes VP8', async () => {
    const other = await makeClip({ cacheFolder, recipe: { ...recipe, codec: 'vp8' } });
    const { layers } = await readClip(other, 3);
    for (const { frames } of layers) {
      expect(frames).toHaveLength(30);
      expect(frames.flatMap(({ key }, index) => (key ? [index] : []))).toEqual([0, 15]);
    }
  });

  it('says that FFmpeg is missing, and leaves no drafts', async () => {
    const other = { ...recipe, version: -1 };
    await expect(
      makeClip({ cacheFolder, recipe: other, ffmpeg: '/nowhere/ffmpeg' }),
    ).rejects.toThrow("/nowhere/ffmpeg can't be started; install FFmpeg");
    expect((await readdir(cacheFolder)).filter((name) => name.includes('.'))).toEqual([]);
  });
});

describe('clipCacheFolder', () => {
  it('is below the cache folder that the environment names', () => {
    expect(clipCacheFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toBe(
      '/var/cache/me/tallylight/clips',
    );
  });
});
