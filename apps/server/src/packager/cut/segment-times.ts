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

  /** The leading track leads no more: others may go on as far as this capture time. */
  release(untilMs: number): void {
    // Not so far that their last segment would be too long.
    const longestMs = (this.#starts.at(-1) ?? untilMs) + this.#segmentMs + slack.lateMs;
    this.#reachedMs = Math.max(this.#reachedMs, Math.min(untilMs, longestMs));
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
    this.#reachedMs = Math.max(this.#reachedMs, captureMs);
    const startMs = this.#starts.at(-1) ?? captureMs;
    const dueMs = startMs + this.#segmentMs;
    if (this.#gridMs !== null) {
      const behindMs = (captureMs - this.#gridMs) % this.#segmentMs;
      if (!isKey || behindMs > onGridMs || captureMs - startMs < onGridMs) return 'go on';
      this.#starts.push(captureMs);
      return 'cut';
    }
    if (isKey) this.#measureAnswer(captureMs);
    if (isKey && captureMs >= dueMs - slack.earlyMs && captureMs <= dueMs + slack.lateMs) {
      this.#starts.push(captureMs);
      return 'cut';
    }
    if (captureMs > dueMs + slack.lateMs) return 'overdue';
    const askMs = dueMs - aimAheadMs - this.#answerMs;
    if (captureMs < askMs || captureMs - this.#askedAtMs < askAgainMs) return 'go on';
    this.#askedAtMs = captureMs;
    this.#firstAskedMs ??= captureMs;
    return 'ask';
  }

  #measureAnswer(captureMs: number): void {
    if (this.#firstAskedMs === null) return;
    const answerMs = Math.min(longestAnswerMs, captureMs - this.#firstAskedMs);
    this.#firstAskedMs = null;
    this.#answerMs += (answerMs - this.#answerMs) / 3;
  }
}
