import { join } from 'node:path';
import type { Clock } from '../../live/clock.ts';
import type { HeldSegment } from './held-segment.ts';
import { type JournalLine, type JournalLineOf, printLine } from './journal.ts';
import { StoreError } from './store-error.ts';
import type { StoreFiles } from './store-files.ts';
import type { Period } from './timeline.ts';

export type SegmentWriterOptions = {
  /** Of this broadcast alone; made with the first segment. */
  readonly folder: string;
  readonly files: StoreFiles;
  readonly clock: Clock;
  /** What is left free on the disk, in bytes. */
  readonly reserveBytes: number;
  readonly header: JournalLineOf<'broadcast'>;
  /** Recording stopped; called once a stop. */
  readonly onTrouble: (error: StoreError) => void;
  /** It goes on. */
  readonly onRecovered: () => void;
  /** A segment's place is another one now. */
  readonly onPlaced: (segment: HeldSegment) => void;
};

/** How often free space is looked at, in ms. */
const checkMs = 2_000;
/** A disk that is so far behind has failed, in ms; it bounds what waits in memory. */
const longestWaitMs = 10_000;
/** How long after a stop writing is tried again, in ms. */
const pauseMs = 10_000;
/** What a try writes, in bytes. */
const probeBytes = 65_536;

/** What the writer does one after the other. */
type Job =
  | { readonly kind: 'probe' }
  | { readonly kind: 'poster'; readonly version: number; readonly jpeg: Uint8Array }
  | { readonly kind: 'remove'; readonly paths: readonly string[] }
  | { readonly kind: 'segment'; readonly segment: HeldSegment; readonly period: Period };

/**
 * Puts one broadcast's segments on the disk, one after the other: first the file under another name, then its
 * name, then its line in the journal; so nothing is ever told of that is not whole. At trouble it stops, gives up
 * what waits, and goes on with later segments when a try succeeds. It never rejects.
 */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  readonly #queue: { readonly job: Job; readonly sinceMs: number }[] = [];
  readonly #journal: string;
  #periods: Period[] = [];
  readonly #inits = new Set<string>();
  /** The file of the last poster. */
  #poster: string | null = null;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  /** Since when the job in hand is asked for. */
  #sinceMs: number | null = null;
  #stoppedMs: number | null = null;
  #isProbing = false;
  #hasFolder = false;
  /** The journal's last line may be cut off. */
  #isTorn = false;
  #cancelCheck: () => void;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
    this.#journal = join(options.folder, 'timeline.jsonl');
    this.#cancelCheck = options.clock.after(checkMs, () => this.#check());
  }

  get isStopped(): boolean {
    return this.#stoppedMs !== null;
  }

  /** The period's line will be there before the first segment's that comes after. */
  beginPeriod(period: Period): void {
    this.#periods = this.#periods.filter(({ number }) => number !== period.number);
    this.#periods.push(period);
  }

  /** Takes a complete segment; its place tells what became of it. */
  save(segment: HeldSegment, period: Period): void {
    segment.place = this.isStopped ? 'lost' : 'queued';
    if (!this.isStopped) this.#add({ kind: 'segment', segment, period });
  }

  /** Keeps a poster beside the segments, instead of the one before. */
  savePoster(version: number, jpeg: Uint8Array): void {
    if (!this.isStopped && this.#hasFolder) this.#add({ kind: 'poster', version, jpeg });
  }

  /** Removes segments; also while nothing can be written, since it makes room. */
  remove(segments: readonly { readonly track: string; readonly msn: number }[]): void {
    const paths = segments.map(({ track, msn }) => this.pathOf(track, msn));
    if (paths.length > 0) this.#add({ kind: 'remove', paths });
  }

  pathOf(track: string, msn: number): string {
    return join(this.#options.folder, track, `${msn}.m4s`);
  }

  /** Resolves when everything taken so far is written or given up, and the journal has its last line. */
  async end(summary: () => Omit<JournalLineOf<'end'>, 'type'>): Promise<void> {
    this.#cancelCheck();
    await this.#running;
    if (!this.#hasFolder) return;
    try {
      await this.#tell({ type: 'end', ...summary() });
    } catch {
      // A journal without an end is that of a crash, which is read as well.
    }
  }

  #add(job: Job): void {
    this.#queue.push({ job, sinceMs: this.#options.clock.now() });
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const { job } = next;
      this.#sinceMs = next.sinceMs;
      try {
        await this.#do(job);
      } catch (error) {
        if (job.kind === 'segment') this.#place(job.segment, 'lost');
        this.#stop(
          error instanceof StoreError ? error : StoreError.write(this.#options.folder, error),
        );
      }
      this.#sinceMs = null;
    }
    this.#isRunning = false;
  }

  async #do(job: Job): Promise<void> {
    const { folder, files } = this.#options;
    switch (job.kind) {
      case 'segment':
        this.#place(job.segment, (await this.#write(job.segment, job.period)) ? 'disk' : 'lost');
        break;
      case 'poster':
        await this.#replacePoster(join(folder, `poster.${job.version}.jpg`), job.jpeg);
        break;
      case 'remove':
        for (const path of job.paths) await files.remove(path);
        break;
      case 'probe':
        await this.#probe();
        break;
    }
  }

  async #replacePoster(path: string, jpeg: Uint8Array): Promise<void> {
    await this.#put(path, jpeg);
    if (this.#poster !== null) await this.#options.files.remove(this.#poster);
    this.#poster = path;
  }

  /** @returns false where it waited for so long that memory has let go of it */
  async #write(segment: HeldSegment, period: Period): Promise<boolean> {
    const { track, msn } = segment.of;
    const { bytes } = segment;
    if (bytes === null) return false;
    await this.#requireRoom(bytes.byteLength);
    await this.#describe(period);
    const init = period.tracks.get(track)?.init;
    const initPath = join(this.#options.folder, track, `init.${period.number}.mp4`);
    if (init && !this.#inits.has(initPath)) {
      await this.#put(initPath, init);
      this.#inits.add(initPath);
    }
    await this.#put(this.pathOf(track, msn), bytes);
    await this.#tell({
      type: 'segment',
      period: period.number,
      track,
      msn,
      startTicks: segment.startTicks,
      durationTicks: segment.listed.durationTicks,
      size: segment.size,
    });
    return true;
  }

  /** Lines that must stand before a segment of this period. */
  async #describe(period: Period): Promise<void> {
    if (!this.#hasFolder) {
      const line = new TextEncoder().encode(printLine(this.#options.header));
      await this.#put(this.#journal, line);
      this.#hasFolder = true;
    }
    for (const next of this.#periods.filter(({ number }) => number <= period.number)) {
      await this.#tell({
        type: 'period',
        period: next.number,
        firstMsn: next.firstMsn,
        tracks: [...next.tracks.values()].map(({ init: _, ...facts }) => facts),
        sources: Object.fromEntries(next.sources),
      });
      this.#periods = this.#periods.filter((one) => one !== next);
    }
  }

  /** Writes a file whole before it has its name. */
  async #put(path: string, bytes: Uint8Array): Promise<void> {
    const { files } = this.#options;
    const draft = `${path}.new`;
    try {
      const written = await files.write(draft, bytes);
      if (written !== bytes.byteLength) throw StoreError.short(path, written, bytes.byteLength);
      await files.rename(draft, path);
    } catch (error) {
      await files.remove(draft).catch(() => {});
      throw error instanceof StoreError ? error : StoreError.write(path, error);
    }
  }

  async #tell(line: JournalLine): Promise<void> {
    const bytes = new TextEncoder().encode(printLine(line, { afterTrouble: this.#isTorn }));
    this.#isTorn = true;
    const written = await this.#options.files.append(this.#journal, bytes);
    if (written !== bytes.byteLength) {
      throw StoreError.short(this.#journal, written, bytes.byteLength);
    }
    this.#isTorn = false;
  }

  async #requireRoom(bytes: number): Promise<void> {
    const { files, folder, reserveBytes } = this.#options;
    const free = await files.freeBytes(folder);
    if (free - bytes < reserveBytes) throw StoreError.belowReserve(folder, free, reserveBytes);
  }

  async #probe(): Promise<void> {
    const { files, folder, reserveBytes } = this.#options;
    const path = join(folder, 'probe.tmp');
    try {
      // With some to spare, or it would stop at the next segment.
      await this.#requireRoom(probeBytes + reserveBytes / 8);
      await this.#put(path, new Uint8Array(probeBytes));
      await files.remove(path);
      this.#stoppedMs = null;
      this.#options.onRecovered();
    } catch {
      await files.remove(path).catch(() => {});
      this.#stoppedMs = this.#options.clock.now();
    }
    this.#isProbing = false;
  }

  #check(): void {
    const { clock, folder } = this.#options;
    this.#cancelCheck = clock.after(checkMs, () => this.#check());
    const now = clock.now();
    if (this.#stoppedMs !== null) {
      if (this.#isProbing || now - this.#stoppedMs < pauseMs) return;
      this.#isProbing = true;
      this.#add({ kind: 'probe' });
      return;
    }
    if (this.#sinceMs !== null && now - this.#sinceMs >= longestWaitMs) {
      this.#stop(StoreError.stalled(folder, now - this.#sinceMs));
      return;
    }
    if (!this.#hasFolder) return;
    this.#requireRoom(0).catch((error: unknown) =>
      this.#stop(error instanceof StoreError ? error : StoreError.write(folder, error)),
    );
  }

  #stop(error: StoreError): void {
    if (this.isStopped) return;
    this.#stoppedMs = this.#options.clock.now();
    for (const { job } of this.#queue) {
      if (job.kind === 'segment') this.#place(job.segment, 'lost');
    }
    const kept = this.#queue.filter(({ job }) => job.kind === 'remove');
    this.#queue.splice(0, this.#queue.length, ...kept);
    this.#options.onTrouble(error);
  }

  #place(segment: HeldSegment, place: 'disk' | 'lost'): void {
    segment.place = place;
    this.#options.onPlaced(segment);
  }
}
