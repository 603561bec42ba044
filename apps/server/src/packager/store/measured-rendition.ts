import type { Track } from '../track.ts';
import type { Rendition } from './listing.ts';

/** What is known of a track besides its initialization segment. */
export type TrackFacts = Omit<Track, 'init'>;

/** A rendition and the bit rates of what its playlist has had, stand-ins included. */
export class MeasuredRendition {
  readonly #targetDurationS: number;
  #facts: TrackFacts;
  #bits = 0;
  #durationS = 0;
  #peakBitsPerS = 0;
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
   * Counts a complete segment. One shorter than half the target duration is none for the peak: the peak segment
   * bit rate is that of 0.5 to 1.5 target durations (RFC 8216bis, section 4.4.6.2), and a segment that ends with
   * its period may be little more than its key frame.
   */
  measure(size: number, durationS: number): void {
    if (durationS <= 0) return;
    this.#bits += size * 8;
    this.#durationS += durationS;
    if (durationS < this.#targetDurationS / 2) return;
    this.#peakBitsPerS = Math.max(this.#peakBitsPerS, (size * 8) / durationS);
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
