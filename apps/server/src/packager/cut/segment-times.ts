export type SegmentTimesOptions = {
  /** Capture time of the first segment, in ms since 1970. */
  readonly startMs: number;
  /** How long a segment should be, in ms. */
  readonly segmentMs: number;
  /**
   * Where an encoder makes the key frames, they come at multiples of a segment's length from this time on, in ms;
   * null where the publisher is asked for them.
   */
  readonly gridMs: number | null;
};

/** How far from its due time a segment may end, in ms: less than what would round to another duration (RFC
 * 8216bis, section 4.4.3.1). */
const slack = { earlyMs: 400, lateMs: 300 };

/** What a segment of another track may be longer than its due, in ms. */
const longestSlackMs = 440;

/** How far behind its place an encoder's key frame may lie, in ms: it is the first frame after it. */
const onGridMs = 120;

/**
 * How long before it is due a segment should end, in ms: so the last part is a little shorter than the others. A
 * little late, there would be another part of a frame or two, which hls.js takes for loaded before it is.
 */
const aimAheadMs = 45;

/** How long a key frame takes to come once it is asked for, in ms: until that has been measured, and at most. */
const usualAnswerMs = 40;
const longestAnswerMs = 350;

/** How long an asked-for key frame is waited for before it is asked for again, in ms. */
const askAgainMs = 150;

/**
 * When the segments of a period begin, in every rendition alike. One track leads: its key frames decide. The
 * others follow when they get to the same capture time.
 */
export class SegmentTimes {
  readonly #segmentMs: number;
  readonly #gridMs: number | null;
  readonly #starts: number[];
  #reachedMs: number;
  #askedAtMs = -Infinity;
  /** The first time that the next key frame was asked for; null while it isn't. */
  #firstAskedMs: number | null = null;
  #answerMs = usualAnswerMs;

  constructor({ startMs, segmentMs, gridMs }: SegmentTimesOptions) {
    this.#segmentMs = segmentMs;
    this.#gridMs = gridMs;
    this.#starts = [startMs];
    this.#reachedMs = startMs;
  }

  /** How far the leading track has come: up to there it is known where segments begin. */
  get reachedMs(): number {
    return this.#reachedMs;
  }

  /** What a segment may last in any track, in ms: with more it would round to another duration. */
  get longestMs(): number {
    return this.#segmentMs + longestSlackMs;
  }

  /** The leading track leads no more: others may go on as far as this capture time, cut where segments are due. */
  release(untilMs: number): void {
    const endMs = Number.isFinite(untilMs) ? untilMs : this.#dueMs + slack.lateMs;
    while (endMs > this.#dueMs + slack.lateMs + 1) this.#starts.push(this.#dueMs);
    this.#reachedMs = Math.max(this.#reachedMs, endMs);
  }

  /** When the segment of this index begins, counted from 0 in this period; null while that is not known. */
  start(index: number): number | null {
    return this.#starts[index] ?? null;
  }

  /**
   * A frame of the leading track.
   *
   * @returns what follows: `cut` a segment begins with it · `ask` a key frame should be asked for now · `overdue`
   * no key frame came in time, so that this track can't lead
   */
  lead(captureMs: number, isKey: boolean): 'cut' | 'ask' | 'overdue' | 'go on' {
    if (isKey) this.#measureAnswer(captureMs);
    const isCut = isKey && this.#cutsAt(captureMs);
    if (isCut) this.#starts.push(captureMs);
    this.#reachedMs = Math.max(this.#reachedMs, Math.min(captureMs, this.#dueMs + slack.lateMs));
    if (isCut) return 'cut';
    if (this.#gridMs !== null) return 'go on';
    if (captureMs > this.#dueMs + slack.lateMs) return 'overdue';
    return this.asks(captureMs) ? 'ask' : 'go on';
  }

  /** Whether a key frame should be asked for, at a capture time by which frames should have come. */
  asks(captureMs: number): boolean {
    const askMs = this.#dueMs - aimAheadMs - this.#answerMs;
    if (this.#gridMs !== null || captureMs < askMs) return false;
    if (captureMs - this.#askedAtMs < askAgainMs) return false;
    this.#askedAtMs = captureMs;
    this.#firstAskedMs ??= captureMs;
    return true;
  }

  get #dueMs(): number {
    const startMs = this.#starts.at(-1) ?? 0;
    if (this.#gridMs === null) return startMs + this.#segmentMs;
    // The next place behind it, where it isn't just before one.
    const places = Math.floor((startMs + onGridMs - this.#gridMs) / this.#segmentMs) + 1;
    return this.#gridMs + places * this.#segmentMs;
  }

  #cutsAt(captureMs: number): boolean {
    // Frames were lost for so long that segments went by: they began without any.
    const lateMs = this.#gridMs === null ? slack.lateMs : onGridMs;
    while (captureMs > this.#dueMs + lateMs) this.#starts.push(this.#dueMs);
    const earlyMs = this.#gridMs === null ? slack.earlyMs : 0;
    return captureMs >= this.#dueMs - earlyMs;
  }

  #measureAnswer(captureMs: number): void {
    if (this.#firstAskedMs === null) return;
    const answerMs = Math.min(longestAnswerMs, captureMs - this.#firstAskedMs);
    this.#firstAskedMs = null;
    this.#answerMs += (answerMs - this.#answerMs) / 3;
  }
}
