import type { ReadSample } from '@tallylight/protocol/isobmff';
import { type Clock, systemClock } from '../../../live/clock.ts';
import type { AudioJob, LadderJob } from '../ffmpeg-arguments.ts';
import type { FfmpegError } from '../ffmpeg-error.ts';
import { type FfmpegProgram, findFfmpeg } from '../ffmpeg-program.ts';
import { Transcoder, type TranscoderInit } from '../transcoder.ts';
import type { Recording } from './recording.ts';

type Output = { entry: TranscoderInit['entry']; timescale: number; samples: ReadSample[] };

/** A transcoder whose outputs are kept, and can be waited for. */
export class Running {
  readonly outputs: Output[] = [];
  readonly exit = Promise.withResolvers<FfmpegError | null>();
  readonly transcoder: Transcoder;
  readonly #waiting = new Set<{ readonly isThere: () => boolean; readonly resolve: () => void }>();

  constructor(
    program: FfmpegProgram,
    job: AudioJob | LadderJob,
    input: TranscoderInit,
    clock: Clock = systemClock,
  ) {
    this.transcoder = Transcoder.start({
      ...{ program, job, input, clock },
      onInit: (index, init) => {
        this.outputs[index] = { ...init, samples: [] };
      },
      onSample: (index, sample) => {
        this.outputs[index]?.samples.push(sample);
        for (const waiting of this.#waiting) if (waiting.isThere()) waiting.resolve();
      },
      onExit: this.exit.resolve,
    });
  }

  /** Fulfilled once each output has so many samples; rejected where FFmpeg ends before. */
  has(count: number, outputs: number): Promise<void> {
    const isThere = () =>
      this.outputs.filter(({ samples }) => samples.length >= count).length === outputs;
    const { promise, resolve } = Promise.withResolvers<void>();
    if (isThere()) resolve();
    else this.#waiting.add({ isThere, resolve });
    const end = this.exit.promise.then((error) => {
      throw error ?? new Error('FFmpeg ended.');
    });
    return Promise.race([promise, end]);
  }
}

/** All of a recording through FFmpeg. */
export async function transcode(
  job: AudioJob | LadderJob,
  recording: Recording,
): Promise<readonly Recording[]> {
  const running = new Running(await findFfmpeg(), job, recording);
  for (const sample of recording.samples) running.transcoder.write(sample);
  await running.transcoder.end();
  const error = await running.exit.promise;
  if (error !== null) throw error;
  return running.outputs;
}
