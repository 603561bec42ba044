import type { Writable } from 'node:stream';
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
  for (const [index, track] of tracks.entries()) {
    feed(track, process.input(firstOutputFd + index)).catch(giveUp);
  }
  const error = await ending.promise;
  signal?.removeEventListener('abort', onAbort);
  if (faults.length > 0) throw faults[0];
  if (error !== null) throw error;
}

/** Why FFmpeg reads no more, where it doesn't, is told by how it ends. */
async function feed(track: AsyncIterable<Uint8Array>, input: Writable): Promise<void> {
  for await (const piece of track) {
    if (!input.writable) return;
    if (input.write(piece)) continue;
    const { promise, resolve } = Promise.withResolvers<void>();
    input.once('drain', resolve).once('close', resolve);
    await promise;
    input.off('drain', resolve).off('close', resolve);
  }
  input.end();
}
