import type { CutSample } from './cut/part-cutter.ts';
import type { Encoder, StartEncoder } from './encoder.ts';
import type { VideoFrame } from './intake/video-stream.ts';
import { type Plan, timescales } from './plan.ts';
import type { Track } from './track.ts';

export type RungsOptions = {
  readonly startEncoder: StartEncoder;
  readonly plan: Plan;
  /** Names it among all that ever ran. */
  readonly origin: string;
  readonly epochMs: number;
  readonly segmentMs: number;
  readonly frameRate: number;
  readonly onTrack: () => void;
  /** @param origin of the rung's samples */
  readonly onSample: (origin: string, sample: CutSample) => void;
  readonly onFailed: (reason: string) => void;
};

/** The rungs that FFmpeg makes from the best layer, all in one process that decodes it once. */
export class Rungs {
  readonly #options: RungsOptions;
  readonly #encoder: Encoder;
  readonly #tracks = new Map<string, Track>();
  #lastTicks = -1;

  /** @throws {FfmpegError} where there is no FFmpeg that will do */
  constructor(options: RungsOptions) {
    this.#options = options;
    const { plan, frameRate, segmentMs, startEncoder, onFailed } = options;
    if (plan.best === null) throw new TypeError('There is no layer to make rungs from.');
    this.#encoder = startEncoder(
      {
        kind: 'ladder',
        format: plan.best.format,
        frameRate,
        rungs: plan.transcoded,
        keyFrameEveryS: plan.cutsBy === 'encoder' ? segmentMs / 1000 : null,
      },
      {
        onTrack: (track) => {
          this.#tracks.set(track.id, track);
          options.onTrack();
        },
        onSample: (track, sample) => options.onSample(this.originOf(track), sample),
        onFailed,
      },
    );
  }

  get plan(): Plan {
    return this.#options.plan;
  }

  get lagMs(): number {
    return this.#encoder.lagMs;
  }

  /** Null until the encoder has told it. */
  track(id: string): Track | null {
    return this.#tracks.get(id) ?? null;
  }

  originOf(id: string): string {
    return `${this.#options.origin} ${id}`;
  }

  /** The output by which segments are cut where the layer has no key frames for it. */
  get leadingOrigin(): string {
    return this.originOf(this.plan.transcoded[0]?.id ?? '');
  }

  /** A frame of the layer that it is made from; others, and what it has had already, are passed over. */
  write(origin: string, frame: VideoFrame): void {
    if (origin !== this.plan.best?.origin) return;
    const ticks = toTicks(frame.captureMs, this.#options.epochMs);
    if (ticks <= this.#lastTicks) return;
    this.#lastTicks = ticks;
    const durationTicks = Math.round(timescales.video / this.#options.frameRate);
    this.#encoder.write({ ticks, durationTicks, isKey: frame.isKey, data: frame.data });
  }

  end(): void {
    this.#encoder.end();
  }
}

/** A capture time in ticks of video. */
export function toTicks(captureMs: number, epochMs: number): number {
  return Math.round(((captureMs - epochMs) * timescales.video) / 1000);
}
