import {
  type FragmentHandlers,
  FragmentReader,
  type ReadSample,
  type SampleEntry,
  writeFragment,
  writeInitSegment,
} from '@tallylight/protocol/isobmff';
import { type Clock, systemClock } from '../../live/clock.ts';
import {
  type AudioJob,
  audioArguments,
  firstOutputFd,
  headStartS,
  type LadderJob,
  ladderArguments,
} from './ffmpeg-arguments.ts';
import { FfmpegError } from './ffmpeg-error.ts';
import { FfmpegProcess } from './ffmpeg-process.ts';
import type { FfmpegProgram } from './ffmpeg-program.ts';

export type TranscoderInit = { readonly entry: SampleEntry; readonly timescale: number };

export type TranscoderOptions = {
  readonly program: FfmpegProgram;
  readonly job: AudioJob | LadderJob;
  readonly input: TranscoderInit;
  readonly clock?: Clock;
  /** Called once for each output, before its samples. */
  onInit(output: number, init: TranscoderInit): void;
  /** Decode times are those of the input, in ticks of the output's timescale. */
  onSample(output: number, sample: ReadSample): void;
  /**
   * Called once, after the last sample.
   *
   * @param error why it ended; null where that was asked for
   */
  onExit(error: FfmpegError | null): void;
};

/** What may wait for FFmpeg to read it, in bytes: at 6 Mbit/s more than ten seconds. */
const mostHeldBytes = 8 * 1024 * 1024;

/** Silence that is noticed, in ms; before the first output, when a busy machine still loads the program, more. */
const silenceMs = 2000;
const startMs = 10_000;
/** Samples that must have gone in meanwhile: a still picture may have one in some seconds. */
const unansweredSamples = 4;
/** How often to look, in ms. */
const watchMs = 250;

type Output = { timescale: number; readonly reader: FragmentReader; endS: number | null };

/**
 * One running FFmpeg with one track in and one or more out, all on the same timeline. It tells when FFmpeg hangs,
 * and how far behind it is. Video has to begin with a key frame; where the source's parameter sets change, another
 * transcoder is needed.
 *
 * FFmpeg remembers each sample's place, some 150 bytes: 26 MB an hour for sound, 15 for a ladder at 30 frames/s.
 */
export class Transcoder {
  readonly #options: TranscoderOptions;
  readonly #process: FfmpegProcess;
  readonly #outputs: readonly Output[];
  readonly #clock: Clock;
  readonly #ended = Promise.withResolvers<void>();
  #sequence = 0;
  #firstS: number | null = null;
  #lastInputS: number | null = null;
  #unanswered = 0;
  #silentMs = 0;
  #hasAnswered = false;
  #isEnding = false;
  #isDropping = false;
  #cancelWatch: () => void = () => undefined;

  private constructor(options: TranscoderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const { job, program } = options;
    const count = job.kind === 'audio' ? 1 : job.rungs.length;
    this.#process = new FfmpegProcess({
      program,
      clock: this.#clock,
      args: job.kind === 'audio' ? audioArguments(job, program.opusDecoder) : ladderArguments(job),
      pipes: count,
      onExit: (error) => {
        this.#cancelWatch();
        this.#isEnding = true;
        options.onExit(error);
        this.#ended.resolve();
      },
    });
    this.#outputs = Array.from({ length: count }, (_, index) => this.#readOutput(index));
    this.#process.input(0).write(writeInitSegment(options.input));
    this.#watch();
  }

  static start(options: TranscoderOptions): Transcoder {
    return new Transcoder(options);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Samples that come after the end are dropped. */
  write(sample: Omit<ReadSample, 'compositionOffsetTicks'>): void {
    if (this.#isEnding) return;
    const { timescale } = this.#options.input;
    this.#firstS ??= sample.decodeTime / timescale;
    this.#lastInputS = (sample.decodeTime + sample.durationTicks) / timescale;
    const stdin = this.#process.input(0);
    this.#sequence++;
    this.#unanswered++;
    stdin.write(
      writeFragment({
        sequence: this.#sequence,
        baseDecodeTime: sample.decodeTime + headStartS * timescale,
        samples: [sample],
      }),
    );
    if (stdin.writableLength > mostHeldBytes) this.#fail(FfmpegError.stuck(stdin.writableLength));
  }

  /** How far the slowest output is behind the input, in ms; 0 before anything came. */
  get lagMs(): number {
    if (this.#lastInputS === null || this.#firstS === null) return 0;
    const first = this.#firstS;
    const ends = this.#outputs.map(({ endS }) => endS ?? first);
    return Math.max(0, (this.#lastInputS - Math.min(...ends)) * 1000);
  }

  /** Closes the input; fulfilled when what was on its way is out, or FFmpeg is gone for another reason. */
  end(): Promise<void> {
    this.#isEnding = true;
    this.#process.input(0).end();
    return this.#ended.promise;
  }

  /** Ends it; what is on its way is dropped. */
  kill(): void {
    this.#isEnding = true;
    this.#isDropping = true;
    this.#process.kill();
  }

  #fail(error: FfmpegError): void {
    this.#isEnding = true;
    this.#process.fail(error);
  }

  #readOutput(index: number): Output {
    const handlers: FragmentHandlers = {
      onInit: (init) => {
        output.timescale = init.timescale;
        this.#options.onInit(index, init);
      },
      onSample: (sample) => this.#take(index, output, sample),
    };
    const output: Output = { timescale: 1, reader: new FragmentReader(handlers), endS: null };
    this.#process.output(firstOutputFd + index).on('data', (chunk: Uint8Array) => {
      output.reader.push(chunk);
      const { damage } = output.reader;
      if (damage !== null) this.#fail(FfmpegError.damaged(index, damage));
    });
    return output;
  }

  #take(index: number, output: Output, sample: ReadSample): void {
    this.#unanswered = 0;
    this.#silentMs = 0;
    this.#hasAnswered = true;
    if (this.#isDropping) return;
    const { timescale } = output;
    const decodeTime = sample.decodeTime - headStartS * timescale;
    const endS = (decodeTime + sample.durationTicks) / timescale;
    // The priming of AAC: a decoder may begin with any frame, and nobody has a place for sound before the first.
    if (this.#firstS === null || endS <= this.#firstS + halfTickS) return;
    output.endS = endS;
    this.#options.onSample(index, { ...sample, decodeTime });
  }

  /** Counts looks and not the hours: where our own process was held up, its answers wait to be read. */
  #watch(): void {
    this.#cancelWatch = this.#clock.after(watchMs, () => {
      const isOwed = this.#isEnding || this.#unanswered >= unansweredSamples;
      this.#silentMs = isOwed ? this.#silentMs + watchMs : 0;
      if (this.#silentMs >= (this.#hasAnswered ? silenceMs : startMs)) {
        this.#fail(FfmpegError.stalled(this.#unanswered, this.#silentMs));
        return;
      }
      this.#watch();
    });
  }
}

/** Of 48 kHz: what fractions may be off by. */
const halfTickS = 0.5 / 48_000;
