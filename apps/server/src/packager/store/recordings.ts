import { join } from 'node:path';
import type { RecordingView } from '@tallylight/contract';
import type { Logger } from 'pino';
import type { Clock } from '../../live/clock.ts';
import { namePattern, parseJournal, printLine } from './journal.ts';
import { Recording } from './recording.ts';
import { diskFiles, type StoreFiles } from './store-files.ts';

export type RecordingsOptions = {
  readonly dataDir: string;
  readonly files?: StoreFiles;
  readonly clock: Clock;
  readonly log: Logger;
  /** Recordings that ended longer ago are removed, in ms; null: never. */
  readonly maxAgeMs: number | null;
  /** What all broadcasts may take together, in bytes: the oldest recordings go beyond it; null: any number. */
  readonly maxTotalBytes: number | null;
};

/** What is known of a recording without opening it. */
export type RecordingSummary = {
  readonly broadcast: string;
  readonly channel: string;
  /** In ms since 1970. */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly durationS: number;
  readonly bytes: number;
  /** False: here for the last players only, and gone in a few minutes. */
  readonly isKept: boolean;
};

/** How often there is a look at what may go, in ms. */
const pruneMs = 60_000;
/** How long a broadcast that is not recorded can still be played after its end, in ms. */
const drainMs = 5 * 60_000;
/** How many recordings stay open at a time: those asked for last. */
const openAtATime = 8;

/** The shelf of all broadcasts that are over: what there is, and how long it stays. One process owns the folder. */
export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #files: StoreFiles;
  readonly #root: string;
  readonly #shelf = new Map<string, RecordingSummary>();
  /** By broadcast: what its folder takes now, in bytes. */
  readonly #live = new Map<string, () => number>();
  /** In the order of their last use. */
  readonly #open = new Map<string, Promise<Recording | null>>();
  #cancel: () => void = () => {};
  #pruning: Promise<void> = Promise.resolve();

  private constructor(options: RecordingsOptions) {
    this.#options = options;
    this.#files = options.files ?? diskFiles;
    this.#root = join(options.dataDir, 'broadcasts');
  }

  /** Looks through the data folder, writes the end of what a crash left without one, and removes what may go. */
  static async open(options: RecordingsOptions): Promise<Recordings> {
    const recordings = new Recordings(options);
    for (const name of await recordings.#files.list(recordings.#root)) {
      if (namePattern.test(name)) await recordings.#take(name);
    }
    await recordings.prune();
    recordings.#schedule();
    return recordings;
  }

  /** Of finished broadcasts and of those on air, in bytes. */
  get totalBytes(): number {
    const finished = [...this.#shelf.values()].map(({ bytes }) => bytes);
    const live = [...this.#live.values()].map((bytes) => bytes());
    return [...finished, ...live].reduce((sum, bytes) => sum + bytes, 0);
  }

  /**
   * A broadcast goes on air: its folder is not touched until `finish`.
   *
   * @param bytes what its folder takes now
   * @returns its folder
   * @throws {RangeError} the id can't be the name of a folder
   */
  begin(broadcast: string, bytes: () => number): string {
    const folder = this.#folderOf(broadcast);
    if (folder === null) throw new RangeError(`"${broadcast}" can't be the id of a broadcast.`);
    this.#live.set(broadcast, bytes);
    return folder;
  }

  /** A broadcast is over and written: it is a recording now, if there is anything of it. */
  async finish(broadcast: string): Promise<void> {
    this.#live.delete(broadcast);
    await this.#take(broadcast);
    await this.prune();
  }

  find(broadcast: string): RecordingSummary | null {
    return this.#shelf.get(broadcast) ?? null;
  }

  /** Of one channel, newest first. */
  ofChannel(channel: string): readonly RecordingSummary[] {
    return [...this.#shelf.values()]
      .filter((recording) => recording.channel === channel)
      .sort((a, b) => b.startedMs - a.startedMs);
  }

  /** The newest of one channel, as people may know of it. */
  readonly lastView = (channel: string): RecordingView | null => {
    const [last] = this.ofChannel(channel);
    if (last === undefined) return null;
    const { broadcast, startedMs, durationS } = last;
    return { broadcast, startedAtMs: startedMs, durationMs: Math.round(durationS * 1000) };
  };

  /** The recording to play; null where there is none, or it can't be read any more. */
  load(broadcast: string): Promise<Recording | null> {
    const folder = this.#shelf.has(broadcast) ? this.#folderOf(broadcast) : null;
    if (folder === null) return Promise.resolve(null);
    const recording =
      this.#open.get(broadcast) ??
      Recording.open(folder, this.#files).catch((error: unknown) => {
        this.#options.log.warn({ err: error, broadcast }, 'a recording can not be read');
        this.#open.delete(broadcast);
        return null;
      });
    this.#open.delete(broadcast);
    this.#open.set(broadcast, recording);
    const [oldest] = this.#open.keys();
    if (this.#open.size > openAtATime && oldest !== undefined) this.#open.delete(oldest);
    return recording;
  }

  /** Removes a recording; one that is on air stays. */
  async remove(broadcast: string): Promise<void> {
    const folder = this.#shelf.has(broadcast) ? this.#folderOf(broadcast) : null;
    if (folder === null) return;
    this.#shelf.delete(broadcast);
    this.#open.delete(broadcast);
    try {
      await this.#files.remove(folder);
      this.#options.log.info({ broadcast }, 'recording removed');
    } catch (error) {
      this.#options.log.error({ err: error, broadcast }, 'a recording can not be removed');
    }
  }

  /** Removes what is too old, then the oldest until the rest is within bounds. One look at a time. */
  prune(): Promise<void> {
    this.#pruning = this.#pruning.then(() => this.#prune());
    return this.#pruning;
  }

  close(): void {
    this.#cancel();
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(pruneMs, () => {
      this.#schedule();
      void this.prune();
    });
  }

  async #prune(): Promise<void> {
    const { clock, maxAgeMs, maxTotalBytes } = this.#options;
    const oldestFirst = [...this.#shelf.values()].sort((a, b) => a.startedMs - b.startedMs);
    for (const { broadcast, endedMs, isKept } of oldestFirst) {
      const ageMs = clock.now() - endedMs;
      const isOld = ageMs > (isKept ? (maxAgeMs ?? Number.POSITIVE_INFINITY) : drainMs);
      const isTooMuch = this.totalBytes > (maxTotalBytes ?? Number.POSITIVE_INFINITY);
      if (isOld || isTooMuch) await this.remove(broadcast);
    }
  }

  #folderOf(broadcast: string): string | null {
    return namePattern.test(broadcast) ? join(this.#root, broadcast) : null;
  }

  /** Puts a folder on the shelf. */
  async #take(broadcast: string): Promise<void> {
    const folder = this.#folderOf(broadcast);
    if (folder === null) return;
    try {
      const names = await this.#files.list(folder);
      // A broadcast that never came to a segment.
      if (names.every((name) => name.endsWith('.new'))) {
        await this.#files.remove(folder);
        return;
      }
      const summary = (await this.#readSummary(folder)) ?? (await this.#finishAfterCrash(folder));
      if (summary === null) await this.#files.remove(folder);
      else if (summary.broadcast === broadcast) this.#shelf.set(broadcast, summary);
    } catch (error) {
      // It stays as it is: somebody may know what it was.
      this.#options.log.warn({ err: error, folder }, 'a folder is no recording');
    }
  }

  /** From the first and the last line alone; null where it has no end. */
  async #readSummary(folder: string): Promise<RecordingSummary | null> {
    const path = join(folder, 'timeline.jsonl');
    if ((await this.#files.size(path)) === null) return null;
    const text = new TextDecoder().decode(await this.#files.read(path));
    const [header] = parseJournal(text.slice(0, text.indexOf('\n')));
    const [end] = parseJournal(text.slice(text.trimEnd().lastIndexOf('\n')));
    if (header?.type !== 'broadcast' || end?.type !== 'end') return null;
    const { endedMs, bytes, durationS } = end;
    return { ...summaryOf(header), endedMs, bytes, durationS };
  }

  /** Null where the broadcast never came to a segment. */
  async #finishAfterCrash(folder: string): Promise<RecordingSummary | null> {
    const recording = await Recording.open(folder, this.#files);
    const { total, renditions } = recording;
    if (total.bytes === 0) return null;
    const last = renditions.flatMap(({ id }) => recording.segments(id)?.at(-1) ?? []);
    const endedMs = Math.max(
      recording.startedMs,
      ...last.map(({ startMs, durationS }) => startMs + durationS * 1000),
    );
    const line = printLine({ type: 'end', endedMs, ...total }, { afterTrouble: true });
    try {
      await this.#files.append(join(folder, 'timeline.jsonl'), new TextEncoder().encode(line));
    } catch (error) {
      // On a full disk it is found out again at the next start.
      this.#options.log.warn({ err: error, folder }, 'the end of a recording can not be written');
    }
    return { ...summaryOf(recording), endedMs, ...total };
  }
}

function summaryOf({
  broadcast,
  channel,
  startedMs,
  isKept,
}: Pick<RecordingSummary, 'broadcast' | 'channel' | 'isKept' | 'startedMs'>) {
  return { broadcast, channel, startedMs, isKept };
}
