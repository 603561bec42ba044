import { writeFragment } from '@tallylight/protocol/isobmff';
import { toNtp } from '@tallylight/protocol/rtp';
import type { Part } from '../track.ts';

/** One frame of a track: where it lies, but not yet for how long; that tells the next one. */
export type CutSample = {
  /** Its decode time, in ticks of the track's timescale. */
  readonly ticks: number;
  readonly isKey: boolean;
  readonly data: Uint8Array;
};

export type PartCutterOptions = {
  /** Ticks a second. */
  readonly timescale: number;
  /** The longest part, in seconds: PART-TARGET. */
  readonly partTargetS: number;
  /** Zero of the ticks, in ms since 1970. */
  readonly epochMs: number;
  readonly onPart: (part: Part) => void;
};

type Timed = CutSample & { readonly durationTicks: number };

/**
 * Cuts one track's frames into parts no longer than the target. A frame that is shown for longer than that, because
 * those after it were lost, ends its part: in the media it lasts until the next, as a player that comes to a hole
 * stands still; the list says no more than the target, which never changes.
 */
export class PartCutter {
  readonly #options: PartCutterOptions;
  readonly #targetTicks: number;
  #part: Timed[] = [];
  /** The last frame, whose duration is not known yet. */
  #last: CutSample | null = null;
  #usualTicks: number;
  #sequence = 0;
  #isSegmentStart = true;

  constructor(options: PartCutterOptions) {
    this.#options = options;
    this.#targetTicks = Math.round(options.partTargetS * options.timescale);
    // 30 frames a second, until they have been counted.
    this.#usualTicks = Math.round(options.timescale / 30);
  }

  push(sample: CutSample): void {
    if (this.#last !== null) this.#place(this.#last, sample.ticks - this.#last.ticks);
    this.#last = sample;
    const [first] = this.#part;
    if (first === undefined) return;
    // It would be too long with this one: it ends here, without waiting for the next.
    if (sample.ticks + this.#usualTicks - first.ticks > this.#targetTicks) this.#emit();
  }

  /** Where the last frame ends if the next comes as those before it did, in ticks; null where there is none. */
  get reachedTicks(): number | null {
    return this.#last === null ? null : this.#last.ticks + Math.round(this.#usualTicks);
  }

  /** The segment ends at this time, and with it the last frame. */
  cut(endTicks: number): void {
    if (this.#last !== null) this.#place(this.#last, endTicks - this.#last.ticks);
    this.#last = null;
    this.#emit();
    this.#isSegmentStart = true;
  }

  /** Adds a frame to the part, now that its duration is known. */
  #place(sample: CutSample, ticks: number): void {
    const durationTicks = Math.max(1, ticks);
    const isHole = durationTicks > this.#targetTicks;
    // What lasts a tick was put behind another, and says nothing of the rate.
    if (!isHole && ticks > 1) this.#usualTicks += (ticks - this.#usualTicks) / 8;
    const [first] = this.#part;
    const isTooLong =
      first !== undefined && sample.ticks + durationTicks - first.ticks > this.#targetTicks;
    if (isTooLong && !isHole) this.#emit();
    this.#part.push({ ...sample, durationTicks });
    if (isHole) this.#emit();
  }

  #emit(): void {
    const [first] = this.#part;
    const last = this.#part.at(-1);
    if (first === undefined || last === undefined) return;
    const { timescale, epochMs, onPart } = this.#options;
    this.#sequence += 1;
    const bytes = writeFragment({
      sequence: this.#sequence,
      baseDecodeTime: first.ticks,
      samples: this.#part.map(({ isKey, ...sample }) => ({ ...sample, isSync: isKey })),
      ...(this.#isSegmentStart && {
        styp: true,
        prft: { ntp: toNtp(epochMs + (first.ticks * 1000) / timescale), mediaTime: first.ticks },
      }),
    });
    this.#part = [];
    this.#isSegmentStart = false;
    const durationTicks = last.ticks + last.durationTicks - first.ticks;
    const listedTicks = Math.min(durationTicks, this.#targetTicks);
    const { ticks: startTicks, isKey: isIndependent } = first;
    onPart({ bytes, startTicks, durationTicks, listedTicks, isIndependent });
  }
}
