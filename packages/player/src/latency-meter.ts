import type { FrameSource, LatencySample } from './latency.ts';
import type { ShownFrame } from './screen.ts';

/** The number for people is the median over this long, in ms. */
const spanMs = 1_000;
/** It is measured at most this often, and changes at most that often, in ms. */
const measureEveryMs = 100;
const publishEveryMs = 500;

export type LatencyMeterOptions = {
  readonly nowMs: () => number;
  /** Measures a frame by what is known at this moment; null when that is not enough. */
  readonly measure: (frame: ShownFrame | null) => LatencySample | null;
  /** The number for people has changed. */
  readonly changed: () => void;
};

/** Keeps the latency of the last frame for machines, and a calm one for people. */
export class LatencyMeter {
  readonly #options: LatencyMeterOptions;
  #frame: ShownFrame | null = null;
  #recent: readonly { readonly atMs: number; readonly latencyMs: number }[] = [];
  #publishedAtMs = 0;
  #calmMs: number | null = null;

  constructor(options: LatencyMeterOptions) {
    this.#options = options;
  }

  /** The median of the last second, in whole ms; null when nothing is known. */
  get calmMs(): number | null {
    return this.#calmMs;
  }

  frameShown(frame: ShownFrame): void {
    this.#frame = frame;
    this.#measure();
  }

  /** Media flows, where no frames are told of: audio alone, or a browser that can't. */
  counted(): void {
    this.#measure();
  }

  /** Measures the frame shown last; null when that can't be known. */
  sample(): LatencySample | null {
    return this.#options.measure(this.#frame);
  }

  /** Nothing is shown any more. */
  reset(): void {
    this.#frame = null;
    this.#recent = [];
    this.#publish(null);
  }

  #measure(): void {
    const nowMs = this.#options.nowMs();
    const latest = this.#recent.at(-1);
    if (latest !== undefined && nowMs - latest.atMs < measureEveryMs) return;
    const sample = this.sample();
    if (sample === null) return;
    this.#recent = [
      ...this.#recent.filter(({ atMs }) => nowMs - atMs < spanMs),
      { atMs: nowMs, latencyMs: sample.latencyMs },
    ];
    if (this.#calmMs !== null && nowMs - this.#publishedAtMs < publishEveryMs) return;
    this.#publishedAtMs = nowMs;
    this.#publish(median(this.#recent.map(({ latencyMs }) => latencyMs)));
  }

  #publish(latencyMs: number | null): void {
    if (latencyMs === this.#calmMs) return;
    this.#calmMs = latencyMs;
    this.#options.changed();
  }
}

/** The newest source of those a receiver lists, by the time it was given out. */
export function newestSource(sources: readonly FrameSource[]): FrameSource | null {
  return sources.reduce<FrameSource | null>(
    (newest, source) => (newest !== null && newest.timestamp >= source.timestamp ? newest : source),
    null,
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
