import { systemClock } from '../../live/clock.ts';
import type { SegmentStore } from '../../packager/store/segment-store.ts';
import type { Track } from '../../packager/track.ts';
import { chunkBytes, initBytes } from './cmaf-bytes.ts';

/** Segments of two seconds have six parts, those of one second three. */
const partMs = 1000 / 3;

/** Segments from one discontinuity to the next: so there is always one in the window. */
const segmentsPerPeriod = 8;

/** What a part of each track weighs: 2 Mbit/s, 600 kbit/s and 128 kbit/s. */
const tracks: readonly (Track & { readonly partBytes: number })[] = [
  { ...video('720p', 1280, 720, 'avc1.42c01f'), partBytes: 83_000 },
  { ...video('360p', 640, 360, 'avc1.42c01e'), partBytes: 25_000 },
  { ...audio(), partBytes: 5_300 },
];

/** Told of each part that went into the store. */
export type Pushed = { readonly msn: number; readonly part: number; readonly atMs: number };

/**
 * Puts media of no meaning into a store as a packager would: each part when its time has come.
 */
export class PacedFeeder {
  readonly #store: SegmentStore;
  readonly #onPushed: (pushed: Pushed) => void;
  readonly #partsPerSegment: number;
  #cancel: () => void = () => {};
  #next = 0;

  /** @param segmentS length of a segment, in whole seconds */
  constructor(store: SegmentStore, segmentS: number, onPushed: (pushed: Pushed) => void) {
    this.#store = store;
    this.#partsPerSegment = Math.round((segmentS * 1000) / partMs);
    this.#onPushed = onPushed;
  }

  /** Puts in all that is due since the store's epoch, and goes on when the next part is. */
  run(): void {
    const elapsedMs = systemClock.now() - this.#store.epochMs;
    while ((this.#next + 1) * partMs <= elapsedMs) this.#push();
    this.#cancel = systemClock.after((this.#next + 1) * partMs - elapsedMs, () => this.run());
  }

  /** Nothing comes any more, and nobody says so. */
  stop(): void {
    this.#cancel();
  }

  #push(): void {
    const partsPerSegment = this.#partsPerSegment;
    const msn = Math.floor(this.#next / partsPerSegment);
    const part = this.#next % partsPerSegment;
    if (part === 0 && msn % segmentsPerPeriod === 0) {
      this.#store.beginPeriod(tracks.map(({ partBytes: _, ...track }) => track));
    }
    for (const { id, timescale, partBytes } of tracks) {
      const ticks = (index: number): number => Math.round((index * partMs * timescale) / 1000);
      const durationTicks = ticks(this.#next + 1) - ticks(this.#next);
      this.#store.push(id, {
        bytes: chunkBytes(this.#next + 1, partBytes),
        startTicks: ticks(this.#next),
        durationTicks,
        listedTicks: durationTicks,
        isIndependent: part === 0 || id === 'audio',
      });
      if (part === partsPerSegment - 1) this.#store.cut(id);
    }
    this.#next += 1;
    this.#onPushed({ msn, part, atMs: systemClock.now() });
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
