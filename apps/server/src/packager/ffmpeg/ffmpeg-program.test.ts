import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isNewEnough } from './ffmpeg-capabilities.ts';
import { findFfmpeg } from './ffmpeg-program.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallylight-ffmpeg-'));
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fake(script: string): Promise<string> {
  const path = join(folder, 'fake-ffmpeg');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

describe('findFfmpeg', { timeout: 30_000 }, () => {
  it('finds the one on PATH fit, and what makes it die with us', async () => {
    const program = await findFfmpeg();
    expect(program).toMatchObject({ path: 'ffmpeg', opusDecoder: 'libopus' });
    expect(program.version).toMatch(/^\d+\.\d+/);
    expect(program.launcher).toEqual(['setpriv', '--pdeathsig', 'KILL', '--']);
  });

  it('says what to do where there is none', async () => {
    const path = join(folder, 'nowhere');
    await expect(findFfmpeg(path)).rejects.toMatchObject({
      reason: 'not_found',
      message: expect.stringMatching(/nowhere.*ENOENT.*apt-get install ffmpeg/),
    });
  });

  it('refuses one that ends at once', async () => {
    await expect(findFfmpeg(await fake('exit 1'))).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('refuses an old one by its version', async () => {
    const path = await fake('echo "ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000"');
    await expect(findFfmpeg(path)).rejects.toMatchObject({
      reason: 'too_old',
      message: expect.stringContaining('4.4.2'),
    });
  });

  it('names what a build lacks', async () => {
    const path = await fake(`
      case $2 in
        -version) echo "ffmpeg version 7.1 Copyright" ;;
        -encoders) echo " A....D aac  AAC"; echo " VFS..D mjpeg  MJPEG" ;;
        *) exec ffmpeg "$@" ;;
      esac`);
    await expect(findFfmpeg(path)).rejects.toMatchObject({
      reason: 'incapable',
      message: expect.stringMatching(/without encoder libx264\./),
    });
  });

  it.each([
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright', true],
    ['ffmpeg version 5.0.1 Copyright', false],
    ['ffmpeg version n7.1 Copyright', true],
    ['ffmpeg version 10.0 Copyright', true],
    ['ffmpeg version N-123456-gabcdef\nlibavcodec     59. 37.100 / 59. 37.100', true],
    ['ffmpeg version N-100000-gabcdef\nlibavcodec     58. 91.100 / 58. 91.100', false],
    ['something else', false],
  ])('judges "%s"', (version, isFit) => {
    expect(isNewEnough(version)).toBe(isFit);
  });
});
