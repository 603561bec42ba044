import type { Part } from '../track.ts';
import { type CutSample, PartCutter } from './part-cutter.ts';
import type { SegmentTimes } from './segment-times.ts';

export type TrackLineOptions = {
  readonly timescale: number;
  readonly partTargetS: number;
  /** Zero of the ticks, in ms since 1970. */
  readonly epochMs: number;
  readonly times: SegmentTimes;
  /** Whether segments may begin anywhere, as sound may, or only with a key frame. */
  readonly cutsAnywhere: boolean;
  /** Capture time of the last sample of before, in ms: what lies there already doesn't come again. */
  readonly afterMs: number;
  /** Up to this capture time its pictures are in the period before, too, in ms … */
  readonly takenMs: number;
  /** … and that one ends here: they are shown from then on, in ms. */
  readonly fromMs: number;
  readonly onPart: (part: Part) => void;
  /** A segment has ended; the next part begins another. */
  readonly onCut: () => void;
};

/** How far a track's key frame may lie from that of the leading track and be the same moment's, in ms. */
const alignedMs = 80;

/** How far a track may go beyond the end of a segment without a key frame, in ms. */
const overdueMs = 300;

/** How many segments in a row may begin too late. */
const mostStrayed = 3;

/** Two frames that lie further apart have lost some in between, in ms. */
const holeMs = 100;

/** How many frames may wait, against a leading track that doesn't move. */
const longestQueue = 2_000;

/** One track of a period on its way into segments: it waits for the leading track and is cut where that was. */
export class TrackLine {
  readonly #options: TrackLineOptions;
  readonly #cutter: PartCutter;
  readonly #queue: CutSample[] = [];
  #segment = -1;
  /** Capture time of the first frame of that segment, in ms. */
  #beganMs = -Infinity;
  #doneMs = -Infinity;
  #lastTicks: number | null = null;
  /** Capture time of the last frame that could have gone into a part, in ms. */
  #seenMs = -Infinity;
  /** How many segments, one after the other, began later than those of the leading track. */
  #strayed = 0;

  constructor(options: TrackLineOptions) {
    this.#options = options;
    this.#cutter = new PartCutter(options);
  }

  /** Capture time of the last frame that went into a part, in ms. */
  get doneMs(): number {
    return this.#doneMs;
  }

  /**
   * Whether its key frames come at other times than the leading track's, again and again: then it can't be cut like
   * that. Once in a while one is late because the SFU had just asked for another, for a viewer.
   */
  get isMisaligned(): boolean {
    const { times } = this.#options;
    const afterNextMs = times.start(this.#segment + 2);
    return this.#strayed >= mostStrayed || (afterNextMs !== null && this.#seenMs > afterNextMs);
  }

  /** The segment that it is in, as an index of the period; -1 before its first frame. */
  get segment(): number {
    return this.#segment;
  }

  /** Where its last sample ends, in ms of capture time, if the next comes as those before it did. */
  get reachedMs(): number {
    const ticks = this.#cutter.reachedTicks;
    return ticks === null ? this.#doneMs : this.#msAt(ticks);
  }

  push(sample: CutSample): void {
    if (this.#captureMs(sample) <= this.#options.afterMs) return;
    this.#queue.push(sample);
    if (this.#queue.length > longestQueue) this.#queue.shift();
  }

  /** Cuts what can be cut by now, up to a capture time that nothing of it may reach. */
  advance(untilMs = Infinity): void {
    const { times } = this.#options;
    for (let [next] = this.#queue; next !== undefined; [next] = this.#queue) {
      const captureMs = this.#captureMs(next);
      if (captureMs > times.reachedMs || this.#isOfNext(next, captureMs, untilMs)) return;
      this.#queue.shift();
      this.#take(next, captureMs);
    }
  }

  /**
   * Brings a track that was left behind to where the others are, with a sample that stands for what is missing.
   *
   * @param untilMs capture time
   * @param ticks how long the sample lasts
   */
  fill(untilMs: number, ticks: number, data: Uint8Array): void {
    const { timescale } = this.#options;
    if (this.#lastTicks === null) return;
    for (let next = this.#lastTicks + ticks; ; next += ticks) {
      const sample = { ticks: next, isKey: true, data };
      const captureMs = this.#captureMs(sample);
      if (captureMs + (ticks * 1000) / timescale > untilMs) return;
      this.#take(sample, captureMs);
    }
  }

  /**
   * Nothing more comes: its last sample lasts until this capture time.
   *
   * @param segment the last that any track of the period is in: those that it brings nothing for are ended as well
   */
  finish(endMs: number, segment = this.#segment): void {
    if (this.#segment < 0) return;
    const { times, onCut } = this.#options;
    const endTicks = this.#ticksAt(endMs);
    for (; this.#segment < segment; this.#segment += 1) {
      const dueTicks = this.#ticksAt(times.start(this.#segment + 1) ?? endMs);
      // It may have gone beyond that, without a key frame.
      const reachedTicks = this.#cutter.reachedTicks ?? dueTicks;
      this.#cutter.cut(Math.min(endTicks, Math.max(dueTicks, reachedTicks)));
      onCut();
    }
    this.#cutter.cut(endTicks);
    onCut();
  }

  #take(sample: CutSample, captureMs: number): void {
    const begins = sample.isKey || this.#options.cutsAnywhere;
    const shownTicks = begins ? this.#enter(sample, captureMs) : sample.ticks;
    this.#seenMs = captureMs;
    // What lies before its first segment can't be decoded by anybody.
    if (this.#segment < 0 || this.#isOverdue(sample, captureMs)) return;
    this.#doneMs = captureMs;
    const ticks = Math.max(shownTicks, this.#earliest(sample), (this.#lastTicks ?? -Infinity) + 1);
    this.#lastTicks = ticks;
    this.#cutter.push({ ...sample, ticks });
  }

  /** Not before that it is shown, in ticks: key frames may come a little before the one that the period begins with. */
  #earliest(sample: CutSample): number {
    const { takenMs, fromMs } = this.#options;
    return this.#captureMs(sample) <= takenMs ? this.#ticksAt(fromMs) : -Infinity;
  }

  /**
   * Begins the segment that is due at this frame, and ends those before: also those it brought nothing for.
   *
   * @returns when the frame is shown, in ticks: behind a hole from where its segment should begin. So nothing is
   * missing in the timeline, and segments of one number begin at one time in all tracks.
   */
  #enter(sample: CutSample, captureMs: number): number {
    const { times, cutsAnywhere, onCut } = this.#options;
    const reachesMs = captureMs + (cutsAnywhere ? 0 : alignedMs);
    let shownTicks = sample.ticks;
    let startMs = times.start(this.#segment + 1);
    while (startMs !== null && reachesMs >= startMs) {
      const isLate = captureMs > startMs + alignedMs;
      const hasHole = isLate && captureMs - this.#doneMs > holeMs;
      const endTicks = hasHole ? this.#dueTicks(startMs, sample) : sample.ticks;
      if (this.#segment >= 0) {
        // What was lost on its way says nothing of where its key frames are.
        if (!hasHole) this.#strayed = isLate ? this.#strayed + 1 : 0;
        this.#cutter.cut(endTicks);
        onCut();
      }
      this.#segment += 1;
      // Sound can't be shown for longer.
      if (!cutsAnywhere) shownTicks = endTicks;
      this.#beganMs = this.#msAt(shownTicks);
      startMs = times.start(this.#segment + 1);
    }
    return shownTicks;
  }

  /** Whether a frame lies behind the end of the period, or is the key frame with which the next begins. */
  #isOfNext({ isKey }: CutSample, captureMs: number, endMs: number): boolean {
    const begins = isKey && !this.#options.cutsAnywhere;
    return captureMs >= endMs - (begins ? alignedMs : 0);
  }

  /** Whether the segment that it is in has ended long ago: with this, it would be too long. */
  #isOverdue({ isKey }: CutSample, captureMs: number): boolean {
    const { times } = this.#options;
    const nextMs = times.start(this.#segment + 1);
    if (isKey || nextMs === null || captureMs <= nextMs) return false;
    return captureMs > Math.min(nextMs + overdueMs, this.#beganMs + times.longestMs);
  }

  /** Where a segment should begin, in ticks, where the one before has not gone beyond that. */
  #dueTicks(startMs: number, { ticks }: CutSample): number {
    const dueTicks = this.#ticksAt(Math.max(startMs, this.#options.fromMs));
    return Math.min(ticks, Math.max(dueTicks, this.#cutter.reachedTicks ?? dueTicks));
  }

  #ticksAt(captureMs: number): number {
    return Math.round(((captureMs - this.#options.epochMs) * this.#options.timescale) / 1000);
  }

  #captureMs({ ticks }: CutSample): number {
    return this.#msAt(ticks);
  }

  #msAt(ticks: number): number {
    return this.#options.epochMs + (ticks * 1000) / this.#options.timescale;
  }
}
