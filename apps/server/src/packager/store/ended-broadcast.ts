import type { ListedSegment, Listing, Rendition } from './listing.ts';
import type { Recording } from './recording.ts';
import type { SegmentStore } from './segment-store.ts';

/**
 * A broadcast that was live till just now: all that is recorded, with the parts that its last players still ask for.
 * What the disk lacks comes from memory.
 */
export class EndedBroadcast implements Listing {
  readonly hasEnded = true;
  readonly #recording: Recording;
  readonly #store: SegmentStore;
  readonly #lists = new Map<string, readonly ListedSegment[]>();

  /** @param store has ended */
  constructor(recording: Recording, store: SegmentStore) {
    this.#recording = recording;
    this.#store = store;
  }

  get broadcast(): string {
    return this.#recording.broadcast;
  }

  get channel(): string {
    return this.#recording.channel;
  }

  get epochMs(): number {
    return this.#recording.epochMs;
  }

  get targetDurationS(): number {
    return this.#recording.targetDurationS;
  }

  get partTargetS(): number {
    return this.#recording.partTargetS;
  }

  get renditions(): readonly Rendition[] {
    return this.#store.renditions;
  }

  segments(rendition: string): readonly ListedSegment[] | null {
    const known = this.#lists.get(rendition);
    if (known !== undefined) return known;
    const latest = this.#store.segments(rendition);
    if (latest === null) return this.#recording.segments(rendition);
    const first = latest[0]?.msn ?? Number.POSITIVE_INFINITY;
    const older = (this.#recording.segments(rendition) ?? []).filter(({ msn }) => msn < first);
    const all = [...older, ...latest];
    this.#lists.set(rendition, all);
    return all;
  }

  init(track: string, period: number): Uint8Array | null {
    return this.#store.init(track, period) ?? this.#recording.init(track, period);
  }

  async segment(track: string, msn: number): Promise<Uint8Array | null> {
    return (await this.#store.segment(track, msn)) ?? this.#recording.segment(track, msn);
  }

  part(track: string, msn: number, index: number): Uint8Array | null {
    return this.#store.part(track, msn, index);
  }

  /** Nothing changes any more. */
  onChange(): () => void {
    return () => {};
  }
}
