import type { CutSample } from './cut/part-cutter.ts';
import type { SegmentTimes } from './cut/segment-times.ts';
import { TrackLine } from './cut/track-line.ts';
import type { Part, Track } from './track.ts';

/** What a period needs of the segment store. */
export type PeriodStore = {
  beginPeriod(tracks: readonly Track[]): void;
  push(track: string, part: Part): void;
  cut(track: string): void;
};

/** A track that a period will have; what players must know of it may come from its encoder only later. */
export type PeriodTrack = {
  readonly id: string;
  readonly kind: 'audio' | 'video';
  /** Ticks a second. */
  readonly timescale: number;
  /** Names whose samples it is made of: a layer in one format, or one encoder's output. */
  readonly origin: string;
};

export type PeriodOptions = {
  readonly store: PeriodStore;
  readonly times: SegmentTimes;
  readonly tracks: readonly PeriodTrack[];
  readonly epochMs: number;
  readonly partTargetS: number;
  /** Up to this capture time there is sound of before, in ms. */
  readonly soundDoneMs: number;
  /** Up to this capture time a track's pictures are in the period before, too, in ms. */
  readonly takenMs: (track: PeriodTrack) => number;
  /** Where that one ends, in ms. */
  readonly fromMs: number;
  /** How far encoders are behind, in ms. */
  readonly lagMs: () => number;
  /** Called when everything that belongs to it is in the store. */
  readonly onFinished: () => void;
};

/** How long a track may take to bring what it owes a period that ends, in ms, besides what it is behind. */
const patienceMs = 400;

/** What may be waited for in all: those who watch wait too, in ms. */
const longestPatienceMs = 3_000;

/**
 * What lies between two discontinuities: a set of tracks that are cut at the same capture times. It holds what
 * it makes until it is opened, and what comes late until it is finished.
 */
export class Period {
  readonly #options: PeriodOptions;
  readonly #lines = new Map<string, TrackLine>();
  /** What waits for the period to be opened. */
  #held: (() => void)[] | null = [];
  /** Null while it goes on; at infinity where everything that comes belongs to it. */
  #end: { readonly captureMs: number; readonly latestMs: number } | null = null;
  /** How far each track should come before it is finished, in ms. */
  #expectedMs = 0;
  #isFinished = false;
  #sound = '';

  constructor(options: PeriodOptions) {
    this.#options = options;
    const { times, epochMs, partTargetS, store, fromMs } = options;
    for (const track of options.tracks) {
      const { id, kind, timescale, origin } = track;
      if (kind === 'audio') this.#sound = origin;
      const line = new TrackLine({
        ...{ timescale, partTargetS, epochMs, times, fromMs },
        cutsAnywhere: kind === 'audio',
        afterMs: kind === 'audio' ? options.soundDoneMs : Number.NEGATIVE_INFINITY,
        takenMs: kind === 'audio' ? Number.NEGATIVE_INFINITY : options.takenMs(track),
        onPart: (part) => this.#give(() => store.push(id, part)),
        onCut: () => this.#give(() => store.cut(id)),
      });
      this.#lines.set(origin, line);
    }
  }

  get times(): SegmentTimes {
    return this.#options.times;
  }

  /** Nothing from this capture time on belongs to it, in ms; null while it goes on. */
  get endMs(): number | null {
    return this.#end?.captureMs ?? null;
  }

  get isOpen(): boolean {
    return this.#held === null;
  }

  /** Up to this capture time there is something in it, in ms; more is on its way where it leads. */
  get reachedMs(): number {
    const doneMs = Math.max(...[...this.#lines.values()].map((line) => line.doneMs));
    return this.#end === null ? Math.max(this.times.reachedMs, doneMs) : doneMs;
  }

  /** Capture time of the last picture in it, in ms. */
  get picturesDoneMs(): number {
    const lines = [...this.#lines].filter(([origin]) => origin !== this.#sound);
    return Math.max(...lines.map(([, line]) => line.doneMs));
  }

  /** Capture time of the last sound in it, in ms. */
  get soundDoneMs(): number {
    return this.doneMsOf(this.#sound);
  }

  /** Capture time of the last picture or sound of an origin in it, in ms. */
  doneMsOf(origin: string): number {
    return this.#lines.get(origin)?.doneMs ?? Number.NEGATIVE_INFINITY;
  }

  /** Origins whose key frames come at other times than those of the leading one. */
  get misaligned(): readonly string[] {
    // At its end, all are cut where none has key frames.
    if (this.#end !== null) return [];
    return [...this.#lines].filter(([, line]) => line.isMisaligned).map(([origin]) => origin);
  }

  /** The period before is finished and the tracks are known: what was made so far goes into the store. */
  open(tracks: readonly Track[]): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    this.#options.store.beginPeriod(tracks);
    for (const give of held) give();
  }

  /** A sample from an origin; whether any track is made of it or not. */
  push(origin: string, sample: CutSample): void {
    if (!this.#isFinished) this.#lines.get(origin)?.push(sample);
  }

  /** Cuts what can be cut. */
  advance(): void {
    for (const line of this.#lines.values()) line.advance(this.#end?.captureMs);
  }

  /**
   * Ends it at a capture time: nothing from then on belongs to it, and what is still on its way is waited for.
   *
   * @param nowMs by the server's clock
   */
  end(captureMs: number, nowMs: number): void {
    if (this.#end !== null) return;
    this.#end = {
      captureMs,
      latestMs: nowMs + Math.min(longestPatienceMs, patienceMs + this.#options.lagMs()),
    };
    this.#expectedMs = Math.min(captureMs, this.times.reachedMs) - nearEndMs;
    this.times.release(captureMs);
    this.tick(nowMs);
  }

  /** Time passes: it is finished when all tracks have come to its end, or took too long. */
  tick(nowMs: number): void {
    const end = this.#end;
    if (end === null || this.#isFinished) return;
    this.advance();
    const isComplete = [...this.#lines.values()].every(({ doneMs }) => doneMs >= this.#expectedMs);
    if (!isComplete && nowMs < end.latestMs) return;
    this.#isFinished = true;
    // One that never came to players leaves nothing behind.
    if (this.isOpen) this.#finishLines();
    this.#options.onFinished();
  }

  /**
   * All tracks end at one time, as players add up durations to know where things are: a last picture stays, and
   * sound that is missing, of which an encoder may still have owed some, is silence.
   */
  #finishLines(): void {
    const lines = [...this.#lines.values()];
    const reachedMs = Math.max(...lines.map((line) => line.reachedMs));
    const endMs = Math.min(this.#end?.captureMs ?? Number.POSITIVE_INFINITY, reachedMs);
    this.#lines.get(this.#sound)?.fill(endMs, silentSample.ticks, silentSample.data);
    const segment = Math.max(...lines.map((line) => line.segment));
    for (const line of lines) line.finish(endMs, segment);
  }

  #give(act: () => void): void {
    if (this.#held === null) act();
    else this.#held.push(act);
  }
}

/** A track whose last frame lies this close to the end has no other that would fit in, in ms. */
const nearEndMs = 45;

/** A frame of AAC-LC in which nothing sounds: stereo, 1,024 samples (ISO/IEC 14496-3, section 4.4.2). */
const silentSample = { ticks: 1_024, data: Uint8Array.of(0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c) };
