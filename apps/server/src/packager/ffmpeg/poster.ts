import {
  type VideoSampleEntry,
  writeFragment,
  writeInitSegment,
} from '@tallylight/protocol/isobmff';
import { firstOutputFd, posterArguments } from './ffmpeg-arguments.ts';
import { FfmpegError } from './ffmpeg-error.ts';
import { FfmpegProcess } from './ffmpeg-process.ts';
import type { FfmpegProgram } from './ffmpeg-program.ts';

/** In pixels. */
const widestPoster = 1280;
/** In ms, from the start to the picture; 150 are usual. */
const posterMs = 10_000;

/** Makes posters, one at a time, so that they never take more than one core. */
export class PosterMaker {
  readonly #program: FfmpegProgram;
  #last: Promise<unknown> = Promise.resolve();

  constructor(program: FfmpegProgram) {
    this.#program = program;
  }

  /**
   * The JPEG of one key frame, at most 1280 pixels wide.
   *
   * @param data the sample's, as it stands in a fragment
   * @throws FfmpegError
   */
  make(entry: VideoSampleEntry, data: Uint8Array): Promise<Uint8Array> {
    const poster = this.#last.then(() => makePoster(this.#program, entry, data));
    this.#last = poster.catch(() => undefined);
    return poster;
  }
}

async function makePoster(
  program: FfmpegProgram,
  entry: VideoSampleEntry,
  data: Uint8Array,
): Promise<Uint8Array> {
  const ending = Promise.withResolvers<FfmpegError | null>();
  const process = new FfmpegProcess({
    program,
    args: posterArguments(widestPoster),
    pipes: 1,
    onExit: ending.resolve,
  });
  const chunks: Uint8Array[] = [];
  process.output(firstOutputFd).on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const input = process.input(0);
  input.write(writeInitSegment({ entry, timescale: 90_000 }));
  const samples = [{ data, durationTicks: 3000, isSync: true }];
  input.end(writeFragment({ sequence: 1, baseDecodeTime: 0, samples }));
  const timer = setTimeout(() => process.fail(FfmpegError.timeout('a poster', posterMs)), posterMs);
  const error = await ending.promise;
  clearTimeout(timer);
  if (error !== null) throw error;
  const jpeg = Buffer.concat(chunks);
  if (jpeg.length === 0) throw FfmpegError.damaged(0, 'there is no picture');
  return jpeg;
}
