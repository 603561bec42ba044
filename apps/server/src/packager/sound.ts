import type { CutSample } from './cut/part-cutter.ts';
import type { Encoder, StartEncoder } from './encoder.ts';
import type { AudioPacket } from './intake/audio-stream.ts';
import { timescales } from './plan.ts';
import type { Track } from './track.ts';

export type SoundOptions = {
  readonly startEncoder: StartEncoder;
  /** Names it among all that ever ran. */
  readonly origin: string;
  /** Zero of all ticks, in ms since 1970. */
  readonly epochMs: number;
  readonly onTrack: () => void;
  readonly onSample: (sample: CutSample) => void;
  readonly onFailed: (reason: string) => void;
};

/** The one audio rendition: Opus through FFmpeg. It goes on while periods of pictures come and go. */
export class Sound {
  readonly #options: SoundOptions;
  readonly #encoder: Encoder;
  #track: Track | null = null;

  /** @throws {FfmpegError} where there is no FFmpeg that will do */
  constructor(options: SoundOptions) {
    this.#options = options;
    this.#encoder = options.startEncoder(
      { kind: 'audio' },
      {
        onTrack: (track) => {
          this.#track = track;
          options.onTrack();
        },
        onSample: (_track, sample) => options.onSample(sample),
        onFailed: options.onFailed,
      },
    );
  }

  get origin(): string {
    return this.#options.origin;
  }

  /** Null until the encoder has told it. */
  get track(): Track | null {
    return this.#track;
  }

  write({ captureMs, durationMs, data }: AudioPacket): void {
    const perMs = timescales.audio / 1000;
    const ticks = Math.round((captureMs - this.#options.epochMs) * perMs);
    this.#encoder.write({
      ticks,
      durationTicks: Math.round(durationMs * perMs),
      isKey: true,
      data,
    });
  }

  end(): void {
    this.#encoder.end();
  }
}
