import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../live/fake-clock.ts';
import type { LadderJob } from './ffmpeg-arguments.ts';
import { type FfmpegProgram, findFfmpeg } from './ffmpeg-program.ts';
import { type Recording, recordBeeps, recordH264, writeRecording } from './testing/recording.ts';
import { Running } from './testing/running.ts';

const audio = { kind: 'audio', bitsPerS: 64_000 } as const;
const ladder: LadderJob = {
  ...{ kind: 'ladder', frameRate: 30, keyFrames: 'source', startS: 0 },
  rungs: [{ width: 160, height: 90, frameRate: 30, bitsPerS: 100_000 }],
};

let folder: string;
let program: FfmpegProgram;
let sound: Recording;
let video: Recording;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallylight-ffmpeg-'));
  program = await findFfmpeg();
  sound = await recordBeeps(3);
  video = await recordH264('320x180', 30, 3, 1);
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A program in FFmpeg's place. */
async function fake(script: string): Promise<FfmpegProgram> {
  const path = join(folder, 'fake-ffmpeg');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return { ...program, path };
}

/** Feeds a recording over and over at the pace of its time, until the returned function is called. */
function feed(running: Running, recording: Recording): () => void {
  const { samples, timescale } = recording;
  const step = samples[0]?.durationTicks ?? 1;
  let index = 0;
  const timer = setInterval(
    () => {
      const sample = samples[index % samples.length];
      if (sample !== undefined) running.transcoder.write({ ...sample, decodeTime: index * step });
      index++;
    },
    (step / timescale) * 1000,
  );
  return () => clearInterval(timer);
}

/** An orphan may stay listed as a zombie, where nobody asks for its end. */
function isGone(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return !existsSync(path) || / Z /.test(readFileSync(path, 'utf8'));
}

describe('a transcoder', { timeout: 30_000 }, () => {
  it('runs below our own priority', async () => {
    const running = new Running(program, ladder, video);
    expect(getPriority(running.transcoder.pid)).toBe(getPriority() + 10);
    running.transcoder.kill();
    await running.exit.promise;
  });

  it.each([
    ['sound', () => [audio, sound] as const],
    ['video', () => [ladder, video] as const],
  ])('of %s that was stopped is noticed after 2 s of silence, killed and told', async (_, kind) => {
    const [job, recording] = kind();
    const running = new Running(program, job, recording);
    const { pid } = running.transcoder;
    if (pid === undefined) throw new Error('FFmpeg should be running.');
    const stop = feed(running, recording);
    await running.has(20, 1);
    const stoppedAt = performance.now();
    process.kill(pid, 'SIGSTOP');
    const error = await running.exit.promise;
    stop();
    expect(error).toMatchObject({ name: 'FfmpegError', reason: 'stalled' });
    expect(performance.now() - stoppedAt).toBeGreaterThan(1500);
    expect(performance.now() - stoppedAt).toBeLessThan(4000);
    expect(isGone(pid)).toBe(true);
  });

  it('that was killed tells so at once', async () => {
    const running = new Running(program, audio, sound);
    const stop = feed(running, sound);
    await running.has(5, 1);
    process.kill(running.transcoder.pid ?? 0, 'SIGKILL');
    const error = await running.exit.promise;
    stop();
    expect(error).toMatchObject({
      reason: 'exited',
      message: expect.stringMatching(/^FFmpeg ended by SIGKILL/),
    });
  });

  it('is not thought to hang where nothing is fed to it', async () => {
    const clock = new FakeClock();
    const running = new Running(program, audio, sound, clock);
    for (const sample of sound.samples.slice(0, 20)) running.transcoder.write(sample);
    await running.has(15, 1);
    clock.advance(60_000);
    running.transcoder.kill();
    expect(await running.exit.promise).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('has more time for its first output than for those that follow', async () => {
    const clock = new FakeClock();
    const running = new Running(await fake('exec sleep 60'), audio, sound, clock);
    for (const sample of sound.samples.slice(0, 20)) running.transcoder.write(sample);
    clock.advance(9000);
    const told = vi.fn();
    running.exit.promise.then(told);
    await new Promise(setImmediate);
    expect(told).not.toHaveBeenCalled();
    clock.advance(1000);
    expect(await running.exit.promise).toMatchObject({ reason: 'stalled' });
  });

  it('that does not read is killed before it holds much memory', async () => {
    const running = new Running(await fake('exec sleep 60'), ladder, video);
    const sample = { data: new Uint8Array(1_000_000), durationTicks: 3000, isSync: true };
    for (let index = 0; index < 20; index++) {
      running.transcoder.write({ ...sample, decodeTime: index * 3000 });
    }
    expect(await running.exit.promise).toMatchObject({ reason: 'stuck' });
  });

  it('that hangs at its end is killed too', async () => {
    const clock = new FakeClock();
    const running = new Running(await fake('exec sleep 60'), audio, sound, clock);
    const end = running.transcoder.end();
    clock.advance(10_000);
    await end;
    expect(await running.exit.promise).toMatchObject({ reason: 'stalled' });
  });

  it('that heeds no SIGTERM is killed', async () => {
    const deaf = await fake('trap "" TERM\necho ready >&3\nwhile :; do sleep 0.1; done');
    const running = new Running(deaf, audio, sound);
    await vi.waitFor(() => expect(getPriority(running.transcoder.pid)).toBeGreaterThan(0));
    running.transcoder.kill();
    expect(await running.exit.promise).toBeNull();
  });

  it('that exits at once tells its code and what it said last', async () => {
    const running = new Running(await fake('echo "no such luck" >&2; exit 3'), audio, sound);
    for (const sample of sound.samples) running.transcoder.write(sample);
    const error = await running.exit.promise;
    expect(error).toMatchObject({ reason: 'exited' });
    expect(error?.message).toBe('FFmpeg ended with code 3; it said: no such luck');
  });

  it.each([
    ['through the launcher', () => program.launcher],
    ['alone', () => []],
  ])('that is not there tells so, started %s', async (_, launcher) => {
    const missing = { ...program, path: join(folder, 'nowhere'), launcher: launcher() };
    const running = new Running(missing, audio, sound);
    for (const sample of sound.samples) running.transcoder.write(sample);
    const error = await running.exit.promise;
    expect(error?.message).toContain('nowhere');
    expect(['not_found', 'exited']).toContain(error?.reason);
  });

  it('that writes no MP4 is killed', async () => {
    const running = new Running(
      await fake('printf "\\377\\377\\377\\377moov" >&3; exec sleep 60'),
      audio,
      sound,
    );
    expect(await running.exit.promise).toMatchObject({ reason: 'damaged' });
  });

  it('leaves no FFmpeg behind when our own process is killed', async () => {
    const path = join(folder, 'beeps.mp4');
    await writeFile(path, writeRecording(sound));
    const script = fileURLToPath(new URL('./testing/parent.ts', import.meta.url));
    const parent = spawn(process.execPath, [script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line).split('\n')[0]);
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    expect(command).toContain('ffmpeg');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await vi.waitFor(() => expect(isGone(pid)).toBe(true), { timeout: 2000 });
  });
});
