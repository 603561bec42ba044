/**
 * What playback may know of a broadcast's segments. Every track is cut at the same capture times, so one media
 * sequence number means the same span of time in every rendition; a period is what lies between two
 * discontinuities, so the number of a segment's period is its discontinuity sequence number (RFC 8216bis,
 * section 4.4.3.3).
 */

export type ListedPart = {
  readonly durationS: number;
  readonly isIndependent: boolean;
  /** Where it lies in its segment, in bytes. */
  readonly offset: number;
  readonly size: number;
};

export type ListedSegment = {
  /** Media sequence number: counts from 0 at the broadcast's begin, the same in every rendition. */
  readonly msn: number;
  /** Counts from 0. */
  readonly period: number;
  /**
   * The folder that has it: the rendition's own, or that of another one which stands in for it in this period
   * because its own source rests.
   */
  readonly track: string;
  /** Capture time of its first sample, in ms since 1970: EXT-X-PROGRAM-DATE-TIME. */
  readonly startMs: number;
  /** Its first decode time, in ticks of its rendition's timescale. */
  readonly startTicks: number;
  /** Of all its parts so far. */
  readonly durationTicks: number;
  readonly durationS: number;
  readonly size: number;
  /** False while parts are still to come; then it is the last. */
  readonly isComplete: boolean;
  /** Its media is not there, and never will be (EXT-X-GAP). */
  readonly isGap: boolean;
  /** All its parts; empty once they are too old to be had one by one. */
  readonly parts: readonly ListedPart[];
};

export type Rendition = {
  readonly id: string;
  readonly kind: 'audio' | 'video';
  readonly codecs: string;
  readonly timescale: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly frameRate: number | null;
  readonly made: 'copied' | 'transcoded';
  /** The largest bit rate of a segment, and the mean, measured; 0 before the first. */
  readonly peakBitsPerS: number;
  readonly averageBitsPerS: number;
  /** Whether it has media of its own now; false where another one stands in. */
  readonly isCurrent: boolean;
};

/** One broadcast as the store has it, live or recorded. */
export type Listing = {
  readonly broadcast: string;
  readonly channel: string;
  /** Zero of all decode times, in ms since 1970 on the capture clock. */
  readonly epochMs: number;
  /** EXT-X-TARGETDURATION in whole seconds; never changes. */
  readonly targetDurationS: number;
  /** PART-TARGET in seconds; never changes. */
  readonly partTargetS: number;
  /** Whether nothing is added any more. */
  readonly hasEnded: boolean;
  /** Highest picture first, audio last. Those that ever were. */
  readonly renditions: readonly Rendition[];
  /** What a player may have now, oldest first: the DVR window while live, everything after the end. Null: no such rendition. */
  segments(rendition: string): readonly ListedSegment[] | null;
  /** The initialization segment of a track in a period. */
  init(track: string, period: number): Uint8Array | null;
  /** Bytes of a complete segment; null where there is none or it is gone. */
  segment(track: string, msn: number): Promise<Uint8Array | null>;
  /** Bytes of a part, while parts can be had one by one. */
  part(track: string, msn: number, index: number): Uint8Array | null;
  /** Calls back after every part, every end of a segment, every new period and at the end; returns what undoes it. */
  onChange(listener: () => void): () => void;
};
