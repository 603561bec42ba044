import type { Track } from '../track.ts';
import type { Rendition } from './listing.ts';

/** What is known of a track besides its initialization segment. */
export type TrackFacts = Omit<Track, 'init'>;

type MeasuredSegment = { readonly bits: number; readonly durationS: number };

/** How long segments in a row are of which the largest bit rate is the peak, in target durations. */
const peakRow = { shortest: 0.5, longest: 1.5 };

/** A rendition and the bit rates of what its playlist has had, stand-ins included. */
export class MeasuredRendition {
  readonly #targetDurationS: number;
  #facts: TrackFacts;
  #bits = 0;
  #durationS = 0;
  #peakBitsPerS = 0;
  /** The last segments, oldest first: no more of them than can be part of a peak. */
  #lately: readonly MeasuredSegment[] = [];
  isCurrent = true;

  constructor(facts: TrackFacts, targetDurationS: number) {
    this.#facts = facts;
    this.#targetDurationS = targetDurationS;
  }

  get facts(): TrackFacts {
    return this.#facts;
  }

  /** Its own track is back, perhaps with another picture size or codec. */
  renew(facts: TrackFacts): void {
    this.#facts = facts;
  }

  /**
   * Counts a complete segment. The peak is that of segments in a row which last 0.5 to 1.5 target durations together
   * (RFC 8216bis, section 4.4.6.2): one that ends with its period may be little more than its key frame.
   */
  measure(size: number, durationS: number): void {
    if (durationS <= 0) return;
    this.#bits += size * 8;
    this.#durationS += durationS;
    this.#lately = [...this.#lately, { bits: size * 8, durationS }];
    const row = { bits: 0, durationS: 0, segments: 0 };
    for (const segment of this.#lately.toReversed()) {
      if (row.durationS + segment.durationS > this.#targetDurationS * peakRow.longest) break;
      row.bits += segment.bits;
      row.durationS += segment.durationS;
      row.segments += 1;
      if (row.durationS < this.#targetDurationS * peakRow.shortest) continue;
      this.#peakBitsPerS = Math.max(this.#peakBitsPerS, row.bits / row.durationS);
    }
    this.#lately = row.segments === 0 ? [] : this.#lately.slice(-row.segments);
  }

  get described(): Rendition {
    const { id, kind, codecs, timescale, width, height, frameRate, made } = this.#facts;
    const average = this.#durationS === 0 ? 0 : Math.ceil(this.#bits / this.#durationS);
    return {
      id,
      kind,
      codecs,
      timescale,
      width,
      height,
      frameRate,
      made,
      peakBitsPerS: Math.max(Math.ceil(this.#peakBitsPerS), average),
      averageBitsPerS: average,
      isCurrent: this.isCurrent,
    };
  }
}
