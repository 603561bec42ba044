import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isNewEnough, judgeCapabilities, type OpusDecoder } from './ffmpeg-capabilities.ts';
import { FfmpegError } from './ffmpeg-error.ts';

/** An FFmpeg that was found fit. */
export type FfmpegProgram = {
  /** Its path, or the name by which PATH finds it. */
  readonly path: string;
  /** As it says itself: `5.1.9-0+deb12u1`. */
  readonly version: string;
  readonly opusDecoder: OpusDecoder;
  /** What stands before `path` on the command line, so that it dies with us; empty where nothing can. */
  readonly launcher: readonly string[];
};

const run = promisify(execFile);

/** In ms. A sound FFmpeg answers in 100. */
const answerMs = 20_000;

/** Has the kernel (Linux) kill the program once we are gone, whatever ended us. */
const deathBond = ['setpriv', '--pdeathsig', 'KILL', '--'] as const;

/**
 * Finds FFmpeg and asks it once what it is and what it can.
 *
 * @param path of the program; undefined for the one on PATH
 * @throws FfmpegError with reason `not_found`, `too_old` or `incapable`
 */
export async function findFfmpeg(path = 'ffmpeg'): Promise<FfmpegProgram> {
  const version = await ask(path, '-version');
  const firstLine = version.split('\n')[0]?.trim() ?? '';
  if (!isNewEnough(version)) throw FfmpegError.tooOld(path, firstLine);
  const [encoders, decoders, demuxers, muxers, filters, launcher] = await Promise.all([
    ask(path, '-encoders'),
    ask(path, '-decoders'),
    ask(path, '-demuxers'),
    ask(path, '-muxers'),
    ask(path, '-filters'),
    findLauncher(),
  ]);
  const told = { version, encoders, decoders, demuxers, muxers, filters };
  const { missing, opusDecoder } = judgeCapabilities(told);
  if (missing.length > 0) throw FfmpegError.incapable(path, missing);
  return { path, version: firstLine.split(' ')[2] ?? firstLine, opusDecoder, launcher };
}

async function ask(path: string, question: string): Promise<string> {
  try {
    const options = { timeout: answerMs, maxBuffer: 2 ** 24 };
    return (await run(path, ['-hide_banner', question], options)).stdout;
  } catch (error) {
    throw FfmpegError.notFound(path, error);
  }
}

/** BusyBox has a `setpriv` too, which can't do this: hence the try. */
async function findLauncher(): Promise<readonly string[]> {
  const [program, ...args] = deathBond;
  try {
    await run(program, [...args, 'true'], { timeout: answerMs });
    return deathBond;
  } catch {
    return [];
  }
}
