import type { Clock } from '../live/clock.ts';
import type { CutSample } from './cut/part-cutter.ts';
import { SegmentTimes } from './cut/segment-times.ts';
import { Period, type PeriodStore, type PeriodTrack } from './period.ts';
import type { Plan } from './plan.ts';
import type { Track } from './track.ts';

export type PeriodSequenceOptions = {
  readonly store: PeriodStore;
  readonly clock: Clock;
  /** Zero of all ticks, in ms since 1970. */
  readonly epochMs: number;
  readonly segmentMs: number;
  readonly partTargetS: number;
  /** Before this capture time others' segments lie, in ms. */
  readonly notBeforeMs: number;
  /** How far encoders are behind, in ms. */
  readonly lagMs: () => number;
  /** The tracks of a plan; null while an encoder has not told of one yet. */
  readonly tracksOf: (plan: Plan) => readonly Track[] | null;
  /** A period is open: from now on its parts go to players. */
  readonly onOpened: (plan: Plan) => void;
};

/** How long what encoders made is kept, in ms. */
const keptMs = 3_000;

type Entry = {
  readonly period: Period;
  readonly plan: Plan;
  readonly tracks: readonly PeriodTrack[];
};

/**
 * One period after the other. The next is filled already while the one before still waits for what is on its
 * way, and opened when that is done and its own encoders have begun.
 */
export class PeriodSequence {
  readonly #options: PeriodSequenceOptions;
  #current: Entry | null = null;
  #next: Entry | null = null;
  #reachedMs: number;
  #soundDoneMs = Number.NEGATIVE_INFINITY;
  /** The one that was opened last. */
  #opened: Entry | null = null;
  readonly #encoded: { origin: string; sample: CutSample; captureMs: number }[] = [];
  readonly #closed = Promise.withResolvers<void>();
  #isClosing = false;

  constructor(options: PeriodSequenceOptions) {
    this.#options = options;
    this.#reachedMs = options.notBeforeMs;
  }

  /** What the newest period is made of; null where there is none. */
  get plan(): Plan | null {
    return this.#newest?.plan ?? null;
  }

  /** Where the newest period is cut; null where there is none. */
  get times(): SegmentTimes | null {
    return this.#newest?.period.times ?? null;
  }

  /** Up to this capture time there is something in a period, in ms. */
  get reachedMs(): number {
    return this.#newest?.period.reachedMs ?? this.#reachedMs;
  }

  /** Up to this capture time there are pictures in the period that is on air, in ms. */
  get picturesDoneMs(): number {
    return this.#current?.period.picturesDoneMs ?? this.#reachedMs;
  }

  /** Origins whose key frames come at other times than those of the leading one. */
  get misaligned(): readonly string[] {
    return this.#newest?.period.misaligned ?? [];
  }

  /** Begins another period at a capture time; one that waited to be opened is given up for it. */
  begin(plan: Plan, startMs: number, tracks: readonly PeriodTrack[]): void {
    const { store, epochMs, partTargetS, segmentMs, clock, lagMs } = this.#options;
    const grids = { layer: null, encoder: epochMs, audio: startMs };
    const gridMs = grids[plan.cutsBy];
    const soundDoneMs = this.#current?.period.soundDoneMs ?? this.#soundDoneMs;
    const period: Period = new Period({
      ...{ store, epochMs, partTargetS, tracks, lagMs, soundDoneMs },
      takenMs: (track) => this.#takenMs(track),
      // One that was interrupted may have come further than the next begins.
      fromMs: Math.max(startMs, this.#opened?.period.endMs ?? startMs),
      times: new SegmentTimes({ startMs, segmentMs, gridMs }),
      onFinished: () => this.#finish(period),
    });
    this.#next = { period, plan, tracks };
    for (const { origin, sample } of this.#encoded) period.push(origin, sample);
    this.#current?.period.end(startMs, clock.now());
  }

  /** A sample of before the newest period began that may belong to it. */
  replay(origin: string, sample: CutSample): void {
    this.#newest?.period.push(origin, sample);
  }

  /** A sample that an encoder made: kept for a while, as a period may begin at an earlier time. */
  pushEncoded(origin: string, sample: CutSample, captureMs: number): void {
    this.#encoded.push({ origin, sample, captureMs });
    while ((this.#encoded[0]?.captureMs ?? captureMs) < captureMs - keptMs) this.#encoded.shift();
    this.push(origin, sample);
  }

  /** A sample: it goes to the period that it belongs to. */
  push(origin: string, sample: CutSample): void {
    for (const entry of [this.#current, this.#next]) entry?.period.push(origin, sample);
  }

  /** Cuts what can be cut. */
  advance(): void {
    for (const entry of [this.#current, this.#next]) entry?.period.advance();
  }

  tick(nowMs: number): void {
    this.#current?.period.tick(nowMs);
  }

  /** Ends the period that is on air where it has come to; another one must be begun. */
  interrupt(): void {
    this.#current?.period.end(this.#current.period.reachedMs + 1, this.#options.clock.now());
  }

  /** Opens the next period, if it waits for nothing any more. */
  open(): void {
    const next = this.#next;
    if (next === null || this.#current !== null || this.#isClosing) return;
    const tracks = this.#options.tracksOf(next.plan);
    if (tracks === null) return;
    this.#next = null;
    this.#current = next;
    this.#opened = next;
    next.period.open(tracks);
    this.#options.onOpened(next.plan);
  }

  /** Ends it with what is on its way; fulfilled when that is in the store. */
  close(): Promise<void> {
    this.#isClosing = true;
    this.#next = null;
    if (this.#current === null) this.#closed.resolve();
    else this.#current.period.end(Number.POSITIVE_INFINITY, this.#options.clock.now());
    return this.#closed.promise;
  }

  get #newest(): Entry | null {
    return this.#next ?? this.#current;
  }

  /** Where a track is made of something else than before, all that was before the next period is in the last. */
  #takenMs({ id, origin }: PeriodTrack): number {
    const before = this.#opened;
    const isSame = before?.tracks.some((one) => one.id === id && one.origin === origin) ?? false;
    return before !== null && isSame ? before.period.doneMsOf(origin) : Number.POSITIVE_INFINITY;
  }

  #finish(period: Period): void {
    if (period !== this.#current?.period) return;
    this.#reachedMs = Math.max(this.#reachedMs, period.reachedMs);
    this.#soundDoneMs = Math.max(this.#soundDoneMs, period.soundDoneMs);
    this.#current = null;
    if (this.#isClosing) this.#closed.resolve();
    else this.open();
  }
}
