import type { Clock } from '../../live/clock.ts';
import type {
  Encoder,
  EncoderEvents,
  EncoderJob,
  EncoderSample,
  StartEncoder,
} from '../encoder.ts';
import type { Track } from '../track.ts';

export type FakeEncoderOptions = {
  /** From the first input to the first output, and from each input to its output, in ms. */
  readonly startMs?: number;
  readonly delayMs?: number;
};

/** An encoder without FFmpeg: what it makes has the times of what it gets, as FFmpeg's has. */
class FakeEncoder implements Encoder {
  readonly job: EncoderJob;
  readonly #events: EncoderEvents;
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #readyAtMs: number;
  #firstTicks: number | null = null;
  #audioTicks = 0;
  #lastPlace = -1;
  #isOver = false;
  hasEnded = false;

  constructor(
    job: EncoderJob,
    events: EncoderEvents,
    clock: Clock,
    { startMs = 200, delayMs = 60 }: FakeEncoderOptions,
  ) {
    this.job = job;
    this.#events = events;
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#readyAtMs = clock.now() + startMs;
  }

  get lagMs(): number {
    return this.#delayMs;
  }

  write(sample: EncoderSample): void {
    if (this.hasEnded) return;
    const waitMs = Math.max(this.#readyAtMs - this.#clock.now(), this.#delayMs);
    this.#clock.after(waitMs, () => {
      if (!this.#isOver) this.#encode(sample);
    });
  }

  end(): void {
    this.hasEnded = true;
  }

  /** Breaks: what is on its way is gone. */
  fail(reason: string): void {
    this.#isOver = true;
    this.#events.onFailed(reason);
  }

  #encode(sample: EncoderSample): void {
    if (this.#firstTicks === null) {
      this.#firstTicks = sample.ticks;
      this.#audioTicks = sample.ticks;
      for (const track of tracksOf(this.job)) this.#events.onTrack(track);
    }
    if (this.job.kind === 'ladder') {
      const isKey = this.#isKey(sample);
      for (const { id } of this.job.rungs) this.#events.onSample(id, { ...sample, isKey });
      return;
    }
    // Frames of AAC over packets of Opus.
    while (this.#audioTicks + 1_024 <= sample.ticks + sample.durationTicks) {
      const data = Uint8Array.of(1);
      this.#events.onSample('audio', { ticks: this.#audioTicks, isKey: true, data });
      this.#audioTicks += 1_024;
    }
  }

  #isKey({ ticks, isKey }: EncoderSample): boolean {
    const everyS = this.job.kind === 'ladder' ? this.job.keyFrameEveryS : null;
    if (everyS === null) return isKey;
    const place = Math.floor(ticks / (everyS * 90_000));
    const isNext = place > this.#lastPlace;
    this.#lastPlace = place;
    return isNext;
  }
}

/** Starts encoders that the test can break. */
export class FakeEncoders {
  readonly all: FakeEncoder[] = [];
  readonly #clock: Clock;
  readonly #options: FakeEncoderOptions;

  constructor(clock: Clock, options: FakeEncoderOptions = {}) {
    this.#clock = clock;
    this.#options = options;
  }

  readonly start: StartEncoder = (job, events) => {
    const encoder = new FakeEncoder(job, events, this.#clock, this.#options);
    this.all.push(encoder);
    return encoder;
  };

  /** Those that run now. */
  running(kind: EncoderJob['kind']): FakeEncoder[] {
    return this.all.filter(({ job, hasEnded }) => job.kind === kind && !hasEnded);
  }
}

function tracksOf(job: EncoderJob): Track[] {
  const init = Uint8Array.of(0);
  if (job.kind === 'audio') {
    const size = { width: null, height: null, frameRate: null };
    return [
      {
        id: 'audio',
        kind: 'audio',
        codecs: 'mp4a.40.2',
        timescale: 48_000,
        init,
        ...size,
        made: 'transcoded',
      },
    ];
  }
  return job.rungs.map(({ id, width, height }) => ({
    ...({ id, kind: 'video', codecs: 'avc1.42c01f', timescale: 90_000, init } as const),
    ...({ width, height, frameRate: 30, made: 'transcoded' } as const),
  }));
}
