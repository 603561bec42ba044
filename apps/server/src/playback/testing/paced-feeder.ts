import { type Clock, systemClock } from '../../live/clock.ts';
import type { SegmentStore } from '../../packager/store/segment-store.ts';
import type { Track } from '../../packager/track.ts';
import { chunkBytes, initBytes } from './cmaf-bytes.ts';

const segmentMs = 2000;
const partsPerSegment = 6;
const partMs = segmentMs / partsPerSegment;

/** What a part of each track weighs: 2 Mbit/s, 600 kbit/s and 128 kbit/s. */
const tracks: readonly (Track & { readonly partBytes: number })[] = [
  { ...video('720p', 1280, 720, 'avc1.42c01f'), partBytes: 83_000 },
  { ...video('360p', 640, 360, 'avc1.42c01e'), partBytes: 25_000 },
  { ...audio(), partBytes: 5_300 },
];

/** Told of each part that went into the store. */
export type Pushed = { readonly msn: number; readonly part: number; readonly atMs: number };

/**
 * Puts media of no meaning into a store as a packager would: each part when its time has come, over periods if
 * need be.
 */
export class PacedFeeder {
  readonly #store: SegmentStore;
  readonly #clock: Clock;
  readonly #onPushed: (pushed: Pushed) => void;
  #next = 0;

  constructor(
    store: SegmentStore,
    onPushed: (pushed: Pushed) => void = () => {},
    clock = systemClock,
  ) {
    this.#store = store;
    this.#onPushed = onPushed;
    this.#clock = clock;
  }

  /** A store for it, whose epoch lies so many segments back, which are there already. */
  static epoch(segments: number, clock: Clock = systemClock): number {
    return clock.now() - segments * segmentMs;
  }

  /** Begins a period: what comes follows a discontinuity. */
  beginPeriod(): void {
    this.#store.beginPeriod(tracks.map(({ partBytes: _, ...track }) => track));
  }

  /** Puts in all that is due, and goes on when the next part is. */
  run(): void {
    const elapsedMs = this.#clock.now() - this.#store.epochMs;
    while ((this.#next + 1) * partMs <= elapsedMs) this.#push();
    if (this.#store.hasEnded) return;
    this.#clock.after((this.#next + 1) * partMs - elapsedMs, () => this.run());
  }

  #push(): void {
    const msn = Math.floor(this.#next / partsPerSegment);
    const part = this.#next % partsPerSegment;
    for (const { id, timescale, partBytes } of tracks) {
      const ticks = (index: number): number => Math.round((index * partMs * timescale) / 1000);
      this.#store.push(id, {
        bytes: chunkBytes(this.#next + 1, partBytes),
        startTicks: ticks(this.#next),
        durationTicks: ticks(this.#next + 1) - ticks(this.#next),
        isIndependent: part === 0 || id === 'audio',
      });
      if (part === partsPerSegment - 1) this.#store.cut(id);
    }
    this.#next += 1;
    this.#onPushed({ msn, part, atMs: this.#clock.now() });
  }
}

function video(id: string, width: number, height: number, codecs: string): Track {
  return {
    id,
    kind: 'video',
    codecs,
    timescale: 90_000,
    init: initBytes(),
    width,
    height,
    frameRate: 30,
    made: 'copied',
  };
}

function audio(): Track {
  return {
    id: 'audio',
    kind: 'audio',
    codecs: 'mp4a.40.2',
    timescale: 48_000,
    init: initBytes(),
    width: null,
    height: null,
    frameRate: null,
    made: 'transcoded',
  };
}
