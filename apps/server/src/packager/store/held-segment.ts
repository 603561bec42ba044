import type { Part } from '../track.ts';
import type { ListedPart, ListedSegment } from './listing.ts';

/** Where the bytes of a segment are, besides memory. `lost`: they never came to the disk, and won't. */
export type SegmentPlace = 'disk' | 'lost' | 'memory' | 'queued';

/** What a segment is of. */
export type SegmentOf = {
  readonly track: string;
  readonly msn: number;
  readonly period: number;
  /** Ticks a second. */
  readonly timescale: number;
  /** Zero of its ticks, in ms since 1970. */
  readonly epochMs: number;
};

/** One segment of one track: grows part by part, is completed once, and lets go of its bytes later. */
export class HeldSegment {
  readonly of: SegmentOf;
  readonly startTicks: number;
  place: SegmentPlace = 'memory';
  #durationTicks = 0;
  #size = 0;
  #isComplete = false;
  #parts: ListedPart[] = [];
  /** Each part's own bytes while open; afterwards views of the whole. */
  #chunks: Uint8Array[] = [];
  #whole: Uint8Array | null = null;
  #listed: ListedSegment | null = null;

  constructor(of: SegmentOf, startTicks: number) {
    this.of = of;
    this.startTicks = startTicks;
  }

  /** A complete one whose bytes are on the disk. */
  static onDisk(
    of: SegmentOf,
    known: { readonly startTicks: number; readonly durationTicks: number; readonly size: number },
  ): HeldSegment {
    const segment = new HeldSegment(of, known.startTicks);
    segment.#durationTicks = known.durationTicks;
    segment.#size = known.size;
    segment.#isComplete = true;
    segment.place = 'disk';
    return segment;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get size(): number {
    return this.#size;
  }

  get startS(): number {
    return this.startTicks / this.of.timescale;
  }

  get durationS(): number {
    return this.#durationTicks / this.of.timescale;
  }

  /** All its bytes, while they are in memory; null while it is open. */
  get bytes(): Uint8Array | null {
    return this.#whole;
  }

  get listed(): ListedSegment {
    this.#listed ??= {
      msn: this.of.msn,
      period: this.of.period,
      track: this.of.track,
      startMs: this.of.epochMs + this.startS * 1000,
      startTicks: this.startTicks,
      durationTicks: this.#durationTicks,
      durationS: this.durationS,
      size: this.#size,
      isComplete: this.#isComplete,
      isGap: false,
      parts: [...this.#parts],
    };
    return this.#listed;
  }

  add(part: Part): void {
    this.#parts.push({
      durationS: part.listedTicks / this.of.timescale,
      isIndependent: part.isIndependent,
      offset: this.#size,
      size: part.bytes.byteLength,
    });
    this.#chunks.push(part.bytes);
    this.#size += part.bytes.byteLength;
    // To the end of the part, not the sum of all: what a picture stays for longer than a part may be told to last
    // still takes its time.
    this.#durationTicks = part.startTicks + part.durationTicks - this.startTicks;
    this.#listed = null;
  }

  complete(): void {
    // One buffer of its own: a part may be a view of a larger one, which would be kept with it.
    const whole = new Uint8Array(this.#size);
    this.#chunks = this.#parts.map(({ offset, size }, index) => {
      const chunk = this.#chunks[index];
      if (chunk !== undefined) whole.set(chunk, offset);
      return whole.subarray(offset, offset + size);
    });
    this.#whole = whole;
    this.#isComplete = true;
    this.#listed = null;
  }

  part(index: number): Uint8Array | null {
    return this.#chunks[index] ?? null;
  }

  /** Its parts can be had one by one no more. */
  forgetParts(): void {
    if (this.#parts.length === 0) return;
    this.#parts = [];
    this.#chunks = [];
    this.#listed = null;
  }

  /** Its bytes are on the disk, or nobody may have them any more. */
  forgetBytes(): void {
    this.forgetParts();
    this.#whole = null;
  }
}
