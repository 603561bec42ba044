import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { firstOutputFd, remuxArguments } from './ffmpeg-arguments.ts';
import type { FfmpegError } from './ffmpeg-error.ts';
import { FfmpegProcess } from './ffmpeg-process.ts';
import type { FfmpegProgram } from './ffmpeg-program.ts';

export type RemuxOptions = {
  readonly program: FfmpegProgram;
  /** Each an init segment and fragments, in pieces of any size. */
  readonly tracks: readonly AsyncIterable<Uint8Array>[];
  /** Where to write the MP4; replaced where it exists, and of no use after an error. */
  readonly path: string;
  readonly signal?: AbortSignal;
};

/**
 * Makes one MP4 of the tracks of a recording, without coding anything anew.
 *
 * @throws FfmpegError where FFmpeg fails; what a track throws; AbortError after `signal`
 */
export async function remux(options: RemuxOptions): Promise<void> {
  const { program, tracks, path, signal } = options;
  const ending = Promise.withResolvers<FfmpegError | null>();
  const process = new FfmpegProcess({
    program,
    args: remuxArguments(
      tracks.map((_, index) => firstOutputFd + index),
      path,
    ),
    pipes: tracks.length,
    onExit: ending.resolve,
  });
  const faults: unknown[] = [];
  const giveUp = (fault: unknown) => {
    faults.push(fault);
    process.kill();
  };
  const onAbort = () => giveUp(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort();
  // That FFmpeg reads no more is told by how it ended, and is no fault of the track's.
  const fed = tracks.map((track, index) =>
    pipeline(Readable.from(watched(track, giveUp)), process.input(firstOutputFd + index)),
  );
  const [error] = await Promise.all([ending.promise, Promise.allSettled(fed)]);
  signal?.removeEventListener('abort', onAbort);
  if (faults.length > 0) throw faults[0];
  if (error !== null) throw error;
}

async function* watched(
  track: AsyncIterable<Uint8Array>,
  onFault: (fault: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* track;
  } catch (fault) {
    onFault(fault);
    throw fault;
  }
}
