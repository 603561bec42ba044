import type { Part } from '../track.ts';
import { HeldSegment } from './held-segment.ts';
import type { ListedSegment, Rendition } from './listing.ts';
import { MeasuredRendition, type TrackFacts } from './measured-rendition.ts';
import { standInFor } from './stand-in.ts';

/** A track as a period has it; its initialization segment is null where it was lost with the disk. */
export type PeriodTrack = TrackFacts & { readonly init: Uint8Array | null };

/** What lies between two discontinuities. */
export type Period = {
  /** Counts from 0. */
  readonly number: number;
  readonly firstMsn: number;
  readonly tracks: ReadonlyMap<string, PeriodTrack>;
  /** By rendition: the track whose media it shows in this period; null where none of its kind flows. Chosen once. */
  readonly sources: Map<string, string | null>;
  /** The msn that each track is at. */
  readonly next: Map<string, number>;
  isOver: boolean;
};

/** The time that one msn stands for, in seconds since the epoch. */
export type Span = { readonly startS: number; readonly durationS: number };

/** One media sequence number over all tracks. */
export type Row = {
  readonly msn: number;
  readonly period: Period;
  readonly segments: Map<string, HeldSegment>;
  /** That of the first segment to be complete, so that a gap once listed keeps its time; null before. */
  span: Span | null;
};

/**
 * The periods and segments of one broadcast: which media sequence number a part belongs to, what stands in for
 * what, and where nothing is. It knows of no disk and of no window.
 */
export class Timeline {
  readonly epochMs: number;
  readonly #targetDurationS: number;
  readonly #renditions = new Map<string, MeasuredRendition>();
  #periods: Period[] = [];
  /** Of consecutive msn's. */
  #rows: Row[] = [];
  /** The msn after that of the last row. */
  #nextMsn = 0;

  constructor(options: { readonly epochMs: number; readonly targetDurationS: number }) {
    this.epochMs = options.epochMs;
    this.#targetDurationS = options.targetDurationS;
  }

  /** Oldest first. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  get periods(): readonly Period[] {
    return this.#periods;
  }

  /** Highest picture first, audio last. */
  get renditions(): readonly Rendition[] {
    return [...this.#renditions.values()]
      .map(({ described }) => described)
      .sort(
        (a, b) =>
          Number(a.kind === 'audio') - Number(b.kind === 'audio') ||
          (b.height ?? 0) - (a.height ?? 0) ||
          (a.id < b.id ? -1 : 1),
      );
  }

  /**
   * Begins a period and chooses, for every rendition that ever was, what it shows in it; for one that is new also
   * what it shows in all periods before. A period that never got media is replaced, number and all: no playlist
   * has had it.
   *
   * @returns the segments that its begin completed
   */
  beginPeriod(tracks: readonly PeriodTrack[]): readonly HeldSegment[] {
    const completed = this.endPeriod();
    const before = this.#periods.at(-1);
    const isReplaced = before !== undefined && this.#rows.at(-1)?.period !== before;
    if (isReplaced) this.#periods.pop();
    const number = isReplaced ? before.number : (before?.number ?? -1) + 1;
    const firstMsn = isReplaced ? before.firstMsn : this.#nextMsn;
    this.restorePeriod({ number, firstMsn, tracks });
    return completed;
  }

  /** As `beginPeriod`, where number and first msn are known. */
  restorePeriod(known: {
    readonly number: number;
    readonly firstMsn: number;
    readonly tracks: readonly PeriodTrack[];
    readonly sources?: Readonly<Record<string, string | null>>;
  }): void {
    const before = this.#periods.at(-1);
    if (before !== undefined) before.isOver = true;
    const { number, firstMsn, tracks } = known;
    const period: Period = {
      number,
      firstMsn,
      tracks: new Map(tracks.map((track) => [track.id, track])),
      sources: new Map(),
      next: new Map(tracks.map(({ id }) => [id, firstMsn])),
      isOver: false,
    };
    this.#periods.push(period);
    for (const [id, rendition] of this.#renditions) rendition.isCurrent = period.tracks.has(id);
    for (const { init: _, ...facts } of tracks) this.#meet(facts);
    for (const [id, { facts }] of this.#renditions) {
      const source = known.sources?.[id];
      period.sources.set(id, source === undefined ? standInFor(facts, tracks) : source);
    }
  }

  /** Ends every open segment of the last period; what its tracks lack of it is a gap from now on. */
  endPeriod(): readonly HeldSegment[] {
    const period = this.#periods.at(-1);
    if (period === undefined || period.isOver) return [];
    const completed = [...period.next].flatMap(([id, msn]) => {
      const segment = this.row(msn)?.segments.get(id);
      const isOpen = segment !== undefined && !segment.isComplete;
      return isOpen ? [this.#complete(segment, msn)] : [];
    });
    period.isOver = true;
    this.bridge();
    return completed;
  }

  /** @returns whether the last period has such a track and still takes parts */
  push(track: string, part: Part): boolean {
    const period = this.#periods.at(-1);
    const facts = period?.tracks.get(track);
    const msn = period?.next.get(track);
    if (period === undefined || facts === undefined || msn === undefined || period.isOver) {
      return false;
    }
    const row = this.#reach(msn, period);
    if (row === null) return false;
    let segment = row.segments.get(track);
    if (segment === undefined) {
      const { timescale } = facts;
      const of = { track, msn, period: period.number, timescale, epochMs: this.epochMs };
      segment = new HeldSegment(of, part.startTicks);
      row.segments.set(track, segment);
    }
    segment.add(part);
    return true;
  }

  /**
   * Ends a track's open segment; one that got no part is a gap.
   *
   * @returns the segment, if there is one
   */
  cut(track: string): HeldSegment | null {
    const period = this.#periods.at(-1);
    const msn = period?.next.get(track);
    if (period === undefined || msn === undefined || period.isOver) return null;
    period.next.set(track, msn + 1);
    const segment = this.row(msn)?.segments.get(track);
    const completed = segment === undefined ? null : this.#complete(segment, msn);
    this.bridge();
    return completed;
  }

  /** Puts in a complete segment of which the bytes are elsewhere; false where no period takes it. */
  restoreSegment(segment: HeldSegment): boolean {
    const { msn, track, period: number } = segment.of;
    const period = this.#periods.find((one) => one.number === number);
    if (period === undefined || msn < period.firstMsn || !period.tracks.has(track)) return false;
    // A number out of all proportion is damage, and would only cost memory.
    if (msn - this.#nextMsn > longestHole) return false;
    const row = this.#reach(msn, period);
    if (row?.period !== period) return false;
    row.segments.set(track, segment);
    this.#complete(segment, msn, { isRestored: true });
    return true;
  }

  row(msn: number): Row | undefined {
    return this.#rows[msn - (this.#rows[0]?.msn ?? 0)];
  }

  /** Forgets all rows before `msn`, and the periods that end with them. */
  dropBefore(msn: number): readonly Row[] {
    const count = Math.max(msn - (this.#rows[0]?.msn ?? msn), 0);
    const dropped = this.#rows.slice(0, count);
    if (dropped.length === 0) return dropped;
    this.#rows = this.#rows.slice(count);
    const oldest = this.#rows[0]?.period.number ?? this.#periods.at(-1)?.number ?? 0;
    this.#periods = this.#periods.filter(({ number }) => number >= oldest);
    return dropped;
  }

  /** What a rendition shows from `firstMsn` on, up to what it has not got yet; null: no such rendition. */
  list(rendition: string, firstMsn: number): readonly ListedSegment[] | null {
    if (!this.#renditions.has(rendition)) return null;
    const listed: ListedSegment[] = [];
    const from = Math.max(firstMsn - (this.#rows[0]?.msn ?? 0), 0);
    for (const row of this.#rows.slice(from)) {
      const source = row.period.sources.get(rendition) ?? null;
      const segment = source === null ? undefined : row.segments.get(source);
      if (segment === undefined) {
        if (row.span === null || !hasPassed(row, source)) break;
        listed.push(this.#gap(row, row.span, rendition, source));
      } else {
        listed.push(segment.listed);
        if (!segment.isComplete) break;
      }
    }
    return listed;
  }

  /** Gives rows that no track has media for, and none will have, their share of the time between their neighbours. */
  bridge(): void {
    let from = this.#rows.findIndex(isLost);
    while (from >= 0) {
      const rest = this.#rows.slice(from);
      const end = rest.findIndex((row) => !isLost(row));
      const after = rest[end]?.span;
      if (after === null || after === undefined) return;
      const before = this.#rows[from - 1]?.span;
      const beginS = before
        ? before.startS + before.durationS
        : after.startS - end * this.#targetDurationS;
      // Between two periods may be more time than segments may have.
      const shareS = Math.max((after.startS - beginS) / end, 0);
      const durationS = Math.min(shareS, this.#targetDurationS);
      rest.slice(0, end).forEach((row, index) => {
        row.span = { startS: beginS + index * durationS, durationS };
      });
      from = this.#rows.findIndex(isLost);
    }
  }

  #meet(facts: TrackFacts): void {
    const known = this.#renditions.get(facts.id);
    if (known !== undefined) {
      known.renew(facts);
      return;
    }
    const rendition = new MeasuredRendition(facts, this.#targetDurationS);
    this.#renditions.set(facts.id, rendition);
    for (const period of this.#periods) {
      period.sources.set(facts.id, standInFor(facts, [...period.tracks.values()]));
    }
    for (const { period, segments } of this.#rows) {
      const segment = segments.get(period.sources.get(facts.id) ?? '');
      if (segment?.isComplete) rendition.measure(segment.size, segment.durationS);
    }
  }

  /** The row of `msn`, made if need be with those before it; null where it was dropped. */
  #reach(msn: number, period: Period): Row | null {
    for (; this.#nextMsn <= msn; this.#nextMsn += 1) {
      const next = this.#nextMsn;
      const owner = this.#periods.findLast(({ firstMsn }) => firstMsn <= next) ?? period;
      this.#rows.push({ msn: next, period: owner, segments: new Map(), span: null });
    }
    return this.row(msn) ?? null;
  }

  #complete(segment: HeldSegment, msn: number, { isRestored = false } = {}): HeldSegment {
    if (!isRestored) segment.complete();
    const row = this.row(msn);
    if (row === undefined) return segment;
    row.span ??= { startS: segment.startS, durationS: segment.durationS };
    for (const [id, source] of row.period.sources) {
      if (source !== segment.of.track) continue;
      this.#renditions.get(id)?.measure(segment.size, segment.durationS);
    }
    return segment;
  }

  #gap(row: Row, span: Span, rendition: string, source: string | null): ListedSegment {
    const timescale =
      row.period.tracks.get(source ?? '')?.timescale ??
      this.#renditions.get(rendition)?.facts.timescale ??
      1;
    return {
      msn: row.msn,
      period: row.period.number,
      track: source ?? rendition,
      startMs: this.epochMs + span.startS * 1000,
      startTicks: Math.round(span.startS * timescale),
      durationTicks: Math.round(span.durationS * timescale),
      durationS: span.durationS,
      size: 0,
      isComplete: true,
      isGap: true,
      parts: [],
    };
  }
}

/** In segments: more than two days of two seconds each. */
const longestHole = 100_000;

/** Whether the track will have no segment there any more. */
function hasPassed({ msn, period }: Row, track: string | null): boolean {
  return period.isOver || track === null || (period.next.get(track) ?? Infinity) > msn;
}

/** Whether no track has a segment there, and none will. */
function isLost(row: Row): boolean {
  if (row.span !== null || row.segments.size > 0) return false;
  return row.period.isOver || [...row.period.next.values()].every((next) => next > row.msn);
}
