import type { Logger } from 'pino';
import type { Clock } from '../../live/clock.ts';
import type { Part, Track } from '../track.ts';
import { ChangeListeners } from './change-listeners.ts';
import { FolderLedger } from './folder-ledger.ts';
import type { HeldSegment } from './held-segment.ts';
import { namePattern } from './journal.ts';
import type { ListedSegment, Listing, Rendition } from './listing.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { StoreError } from './store-error.ts';
import { diskFiles, type StoreFiles } from './store-files.ts';
import { Timeline } from './timeline.ts';
import { type Window, windowOf } from './window.ts';

export type SegmentStoreOptions = {
  /** Id of the broadcast: letters, digits, `-` and `_`. */
  readonly broadcast: string;
  readonly channel: string;
  /** Zero of all decode times, in ms since 1970 on the capture clock. */
  readonly epochMs: number;
  /** The longest that a segment will be, in whole seconds: the target duration. */
  readonly segmentS?: number;
  readonly partTargetS: number;
  /** How far back players may go, in seconds. */
  readonly dvrS?: number;
  /** Of this broadcast alone, made with its first segment; null: nothing goes to a disk. */
  readonly folder: string | null;
  /** Whether the folder is to stay as a recording; otherwise it holds what the DVR window needs. */
  readonly record?: boolean;
  /** What the folder may take, in bytes: the oldest segments go beyond it. Players can go back in half of it. */
  readonly maxBytes?: number | null;
  /** What is left free on the disk, in bytes. */
  readonly reserveBytes?: number;
  readonly files?: StoreFiles;
  readonly clock: Clock;
  readonly log: Logger;
  /** Recording stopped: why. The broadcast goes on from memory. */
  readonly onTrouble?: (error: StoreError) => void;
  /** Recording goes on with later segments. */
  readonly onRecovered?: () => void;
};

/** A poster image; `version` counts from 1 and is part of its URL. */
export type Poster = { readonly version: number; readonly jpeg: Uint8Array };

/** So many posters are kept, a minute of them: a page's view of the channel may be that old. */
const keptPosters = 12;

/** How far back players go where there is no disk, in target durations. */
const memoryDvr = 10;

/**
 * All media of one live broadcast. The packager writes it, synchronously, and is never kept waiting nor told of
 * trouble with the disk; players read it as a listing. A recording is missing what came while the disk was in
 * trouble: players of the live broadcast have that from memory, and then start behind it; in the recording it is
 * a gap.
 */
export class SegmentStore implements Listing {
  readonly broadcast: string;
  readonly channel: string;
  readonly epochMs: number;
  readonly targetDurationS: number;
  readonly partTargetS: number;
  readonly #options: SegmentStoreOptions;
  readonly #timeline: Timeline;
  readonly #listeners: ChangeListeners;
  readonly #writer: SegmentWriter | null;
  readonly #ledger: FolderLedger;
  #window: Window = { listed: 0, parts: 0, memory: 0, held: 0 };
  #lists = new Map<string, readonly ListedSegment[] | null>();
  readonly #posters: Poster[] = [];
  #hasEnded = false;
  #written: Promise<void> = Promise.resolve();

  /** @throws {RangeError} the broadcast's id can't be the name of a folder */
  constructor(options: SegmentStoreOptions) {
    if (!namePattern.test(options.broadcast)) {
      throw new RangeError(`"${options.broadcast}" can't be the id of a broadcast.`);
    }
    this.broadcast = options.broadcast;
    this.channel = options.channel;
    this.epochMs = options.epochMs;
    this.targetDurationS = options.segmentS ?? 2;
    this.partTargetS = options.partTargetS;
    this.#options = options;
    this.#timeline = new Timeline(this);
    this.#listeners = new ChangeListeners(options.log);
    this.#ledger = new FolderLedger(options.maxBytes ?? null);
    this.#writer = options.folder === null ? null : this.#openWriter(options.folder);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get renditions(): readonly Rendition[] {
    return this.#timeline.renditions;
  }

  /** The newest. */
  /** How far back players may go, in seconds. */
  get dvrS(): number {
    const { dvrS = 1800 } = this.#options;
    return this.#writer === null ? Math.min(dvrS, memoryDvr * this.targetDurationS) : dvrS;
  }

  /** When the oldest picture or sound that players may go to was captured, in ms since 1970; null before the first. */
  get startMs(): number | null {
    const starts = this.renditions.flatMap(({ id }) => this.segments(id)?.[0]?.startMs ?? []);
    return starts.length === 0 ? null : Math.min(...starts);
  }

  get poster(): Poster | null {
    return this.#posters.at(-1) ?? null;
  }

  /** One that was the newest lately; null where there is none of that version, or no longer. */
  posterOf(version: number): Poster | null {
    return this.#posters.find((poster) => poster.version === version) ?? null;
  }

  /** What its folder takes now, in bytes. */
  get bytesOnDisk(): number {
    return this.#ledger.bytes;
  }

  /** Resolves, after `end`, when all that can come to the disk is there. It never rejects. */
  get written(): Promise<void> {
    return this.#written;
  }

  /**
   * Begins a period with these tracks: what comes now follows a discontinuity.
   *
   * @throws {RangeError} a track's id can't be the name of a folder, or is there twice
   */
  beginPeriod(tracks: readonly Track[]): void {
    const names = new Set(tracks.map(({ id }) => id));
    if (names.size < tracks.length || [...names].some((id) => !namePattern.test(id))) {
      throw new RangeError(`${[...names].join(', ')}: these can't be the tracks of a period.`);
    }
    if (this.#hasEnded) return;
    this.#keep(this.#timeline.beginPeriod(tracks));
    const period = this.#timeline.periods.at(-1);
    if (period !== undefined) this.#writer?.beginPeriod(period);
    this.#roll();
    this.#changed();
  }

  /** Adds a part to a track's open segment. One of a track that the period has not is left out. */
  push(track: string, part: Part): void {
    if (this.#hasEnded || part.bytes.byteLength === 0) return;
    if (this.#timeline.push(track, part)) this.#changed();
    else this.#options.log.debug({ broadcast: this.broadcast, track }, 'part of no open track');
  }

  /** Ends a track's open segment: its next part begins the next. One without a part is a gap. */
  cut(track: string): void {
    if (this.#hasEnded) return;
    const segment = this.#timeline.cut(track);
    if (segment !== null) this.#keep([segment]);
    this.#roll();
    this.#changed();
  }

  /** Completes what is open: nothing is added to this period any more. */
  endPeriod(): void {
    if (this.#hasEnded) return;
    this.#keep(this.#timeline.endPeriod());
    this.#roll();
    this.#changed();
  }

  /** Nothing comes any more. What players may have stays as it is, for as long as the store does. */
  end(): void {
    if (this.#hasEnded) return;
    this.#keep(this.#timeline.endPeriod());
    this.#roll();
    this.#hasEnded = true;
    this.#written =
      this.#writer?.end(() => ({ endedMs: this.#options.clock.now(), ...this.#ledger.total })) ??
      this.#written;
    this.#changed();
  }

  setPoster(jpeg: Uint8Array): void {
    if (this.#hasEnded || jpeg.byteLength === 0) return;
    const version = (this.poster?.version ?? 0) + 1;
    this.#posters.push({ version, jpeg });
    if (this.#posters.length > keptPosters) this.#posters.shift();
    this.#writer?.savePoster(version, jpeg);
  }

  segments(rendition: string): readonly ListedSegment[] | null {
    let list = this.#lists.get(rendition);
    if (list === undefined) {
      list = this.#timeline.list(rendition, this.#window.listed);
      // Only of what there is: names come from URLs.
      if (list !== null) this.#lists.set(rendition, list);
    }
    return list;
  }

  init(track: string, period: number): Uint8Array | null {
    const found = this.#timeline.periods.find(({ number }) => number === period);
    return found?.tracks.get(track)?.init ?? null;
  }

  async segment(track: string, msn: number): Promise<Uint8Array | null> {
    const segment = this.#timeline.row(msn)?.segments.get(track);
    if (!segment?.isComplete) return null;
    if (segment.bytes !== null) return segment.bytes;
    if (segment.place !== 'disk' || this.#writer === null) return null;
    try {
      const bytes = await this.#files.read(this.#writer.pathOf(track, msn));
      return bytes.byteLength === segment.size ? bytes : null;
    } catch (error) {
      this.#options.log.warn({ err: error, track, msn }, 'a segment can not be read');
      return null;
    }
  }

  part(track: string, msn: number, index: number): Uint8Array | null {
    return this.#timeline.row(msn)?.segments.get(track)?.part(index) ?? null;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  get #files(): StoreFiles {
    return this.#options.files ?? diskFiles;
  }

  #openWriter(folder: string): SegmentWriter {
    const { clock, log, record = true, reserveBytes = 256 * 1024 ** 2 } = this.#options;
    const { broadcast, channel, epochMs, targetDurationS, partTargetS } = this;
    return new SegmentWriter({
      folder,
      files: this.#files,
      clock,
      reserveBytes,
      header: {
        type: 'broadcast',
        version: 1,
        broadcast,
        channel,
        epochMs,
        targetDurationS,
        partTargetS,
        startedMs: clock.now(),
        isKept: record,
      },
      onTrouble: (error) => {
        log.warn({ broadcast, code: error.code, err: error }, 'recording stopped');
        this.#call(() => this.#options.onTrouble?.(error));
      },
      onRecovered: () => {
        log.info({ broadcast }, 'recording goes on');
        this.#call(() => this.#options.onRecovered?.());
      },
      onPlaced: (segment) => this.#placed(segment),
    });
  }

  /** What is told of trouble must not make more of it. */
  #call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#options.log.error({ err: error }, 'who was told of the disk failed');
    }
  }

  #keep(completed: readonly HeldSegment[]): void {
    for (const segment of completed) {
      const period = this.#timeline.row(segment.of.msn)?.period;
      if (period !== undefined) this.#writer?.save(segment, period);
    }
  }

  #placed(segment: HeldSegment): void {
    const { msn } = segment.of;
    if (segment.place !== 'disk') return;
    this.#ledger.add(msn, segment.size, segment.durationS);
    if (msn < this.#window.parts) segment.forgetBytes();
    // What is still listed stays, whatever it takes.
    this.#removeFiles(this.#ledger.takeExcess(this.#window.listed));
  }

  #changed(): void {
    this.#lists.clear();
    this.#listeners.tell();
  }

  /** Moves the windows on: whenever a segment may have become complete. */
  #roll(): void {
    const { maxBytes, record = true } = this.#options;
    const before = this.#window;
    const { targetDurationS } = this;
    const window = windowOf(
      this.#timeline.rows,
      {
        targetDurationS,
        dvrS: this.dvrS,
        listedBytes: (maxBytes ?? Number.POSITIVE_INFINITY) / 2,
      },
      before,
    );
    this.#window = window;
    for (const { msn, segments } of this.#timeline.rows) {
      if (msn >= window.parts) break;
      for (const segment of segments.values()) {
        // That of a track which lags is still to be made whole.
        if (!segment.isComplete) continue;
        segment.forgetParts();
        if (segment.place === 'disk' || msn < window.memory) segment.forgetBytes();
      }
    }
    this.#timeline.dropBefore(window.held);
    if (!record) this.#removeFiles(this.#ledger.takeBefore(window.held));
  }

  #removeFiles(msns: readonly number[]): void {
    const tracks = this.#timeline.renditions.map(({ id }) => id);
    this.#writer?.remove(msns.flatMap((msn) => tracks.map((track) => ({ track, msn }))));
  }
}
