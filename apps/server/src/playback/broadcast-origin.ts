import { RenderedText } from '../http/rendered-text.ts';
import type { Clock } from '../live/clock.ts';
import type { ListedSegment, Listing, Rendition } from '../packager/store/listing.ts';
import { ListingWatch } from './listing-watch.ts';
import { begunSegments, edgeOf, type MediaEdge } from './media-edge.ts';
import { MediaError } from './media-error.ts';

/** Nothing that was asked for is waited for longer than this, in target durations (RFC 8216bis, section 6.2.5.2). */
const patience = 3;

/** What players were told of a broadcast and must not be told otherwise. */
export type OriginMemory = {
  /** By rendition: the first media sequence number of its live playlist. */
  readonly starts: Map<string, number>;
  /** By period: its begin in the manifest, in ms from the epoch. */
  readonly periodStarts: Map<number, number>;
  /** Zero of the manifest's times, in ms from the epoch; null while there was no manifest. */
  zeroMs: number | null;
};

/**
 * One broadcast as it is served: what all who ask for it share. A text is written once between two changes of the
 * listing, however many ask for it.
 */
export class BroadcastOrigin {
  readonly listing: Listing;
  readonly watch: ListingWatch;
  readonly #texts = new Map<string, RenderedText>();
  readonly #segments = new Map<string, readonly ListedSegment[]>();
  readonly #memory: OriginMemory;
  #version = 0;

  constructor(listing: Listing, clock: Clock, memory: OriginMemory) {
    this.listing = listing;
    this.#memory = memory;
    this.watch = new ListingWatch(listing, clock);
  }

  get patienceMs(): number {
    return patience * this.listing.targetDurationS * 1000;
  }

  /**
   * Waits until something is due.
   *
   * @returns false where the client has gone meanwhile
   * @throws {MediaError} media-overdue
   */
  async until(isDue: () => boolean, signal: AbortSignal): Promise<boolean> {
    const timeoutMs = this.patienceMs;
    const outcome = await this.watch.wait({ isDue, timeoutMs, signal });
    if (outcome === 'late') throw MediaError.overdue(timeoutMs / 1000);
    return outcome === 'due';
  }

  /** By its id. */
  rendition(id: string): Rendition | undefined {
    return this.listing.renditions.find((rendition) => rendition.id === id);
  }

  /** The segments of a rendition that have anything in them; none where there is no such rendition. */
  segments(rendition: string): readonly ListedSegment[] {
    this.#catchUp();
    const known = this.#segments.get(rendition);
    if (known !== undefined) return known;
    const segments = begunSegments(this.listing.segments(rendition) ?? []);
    this.#segments.set(rendition, segments);
    return segments;
  }

  edge(rendition: string): MediaEdge | null {
    return edgeOf(this.segments(rendition));
  }

  /**
   * The segments of a live playlist. What it no longer had when the broadcast ended doesn't come back afterwards,
   * though the recording has it: a media sequence number never falls (RFC 8216bis, section 6.2.1).
   */
  liveSegments(rendition: string): readonly ListedSegment[] {
    const segments = this.segments(rendition);
    const [first] = segments;
    if (first === undefined) return segments;
    const start = Math.max(first.msn, this.#memory.starts.get(rendition) ?? 0);
    this.#memory.starts.set(rendition, start);
    return segments.slice(start - first.msn);
  }

  /**
   * When a period began, in ms from the epoch. It stays what it was said to be when the first segments are gone.
   *
   * @param firstMs where the first segment begins that is there now
   */
  periodStart(period: number, firstMs: number): number {
    const known = this.#memory.periodStarts.get(period);
    if (known !== undefined) return known;
    this.#memory.periodStarts.set(period, firstMs);
    return firstMs;
  }

  /**
   * Zero of the manifest's times, in ms from the epoch: the begin of the first period that was told of. Players
   * take the length of what is over for its end. It stays when the broadcast is over: a player's times must not move.
   *
   * @param firstMs where the first period begins that is told of now
   */
  manifestZero(firstMs: number): number {
    this.#memory.zeroMs ??= firstMs;
    return this.#memory.zeroMs;
  }

  /** What `write` writes, written once for each version of the listing. */
  text(key: string, write: () => string): RenderedText {
    this.#catchUp();
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const text = new RenderedText(write());
    this.#texts.set(key, text);
    return text;
  }

  #catchUp(): void {
    if (this.#version === this.watch.version) return;
    this.#version = this.watch.version;
    this.#texts.clear();
    this.#segments.clear();
  }
}
