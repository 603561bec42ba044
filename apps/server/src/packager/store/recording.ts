import { join } from 'node:path';
import { HeldSegment } from './held-segment.ts';
import { type JournalLineOf, parseJournal } from './journal.ts';
import type { ListedSegment, Listing, Rendition } from './listing.ts';
import { RecordingError } from './recording-error.ts';
import type { Poster } from './segment-store.ts';
import { diskFiles, type StoreFiles } from './store-files.ts';
import { type PeriodTrack, Timeline } from './timeline.ts';

/** How many files are asked for their size at a time. */
const atATime = 32;

/**
 * A broadcast that is over, as its folder has it. What the journal tells of and the folder lacks, or has in another
 * size, is a gap; so is what was lost while the disk was in trouble.
 */
export class Recording implements Listing {
  readonly broadcast: string;
  readonly channel: string;
  readonly epochMs: number;
  readonly targetDurationS: number;
  readonly partTargetS: number;
  readonly hasEnded = true;
  /** When it went on air, in ms since 1970. */
  readonly startedMs: number;
  /** Null where the server did not come to write it. */
  readonly endedMs: number | null;
  /** Whether it is to stay, or is here for the last players only. */
  readonly isKept: boolean;
  readonly poster: Poster | null;
  readonly #folder: string;
  readonly #files: StoreFiles;
  readonly #timeline: Timeline;
  readonly #lists = new Map<string, readonly ListedSegment[]>();

  private constructor(
    opened: { readonly folder: string; readonly files: StoreFiles; readonly timeline: Timeline },
    known: {
      readonly header: JournalLineOf<'broadcast'>;
      readonly endedMs: number | null;
      readonly poster: Poster | null;
    },
  ) {
    const { header } = known;
    this.broadcast = header.broadcast;
    this.channel = header.channel;
    this.epochMs = header.epochMs;
    this.targetDurationS = header.targetDurationS;
    this.partTargetS = header.partTargetS;
    this.startedMs = header.startedMs;
    this.isKept = header.isKept;
    this.endedMs = known.endedMs;
    this.poster = known.poster;
    this.#folder = opened.folder;
    this.#files = opened.files;
    this.#timeline = opened.timeline;
  }

  /**
   * Reads a folder that nobody writes to any more; after a crash as well.
   *
   * @throws {RecordingError} Its journal is not there, or has no header
   */
  static async open(folder: string, files: StoreFiles = diskFiles): Promise<Recording> {
    const lines = parseJournal(await readJournal(folder, files));
    const [header] = lines;
    if (header?.type !== 'broadcast') throw RecordingError.unreadable(folder);
    const timeline = new Timeline(header);
    const whole = await wholeSegments(folder, files, linesOf(lines, 'segment'));
    for (const { period: number, firstMsn, tracks, sources } of linesOf(lines, 'period')) {
      const withInit = tracks.map(async (track): Promise<PeriodTrack> => {
        const path = join(folder, track.id, `init.${number}.mp4`);
        return { ...track, init: await files.read(path).catch(() => null) };
      });
      timeline.restorePeriod({ number, firstMsn, sources, tracks: await Promise.all(withInit) });
    }
    for (const line of whole) {
      const { track, msn, period } = line;
      const timescale = timeline.periods
        .find(({ number }) => number === period)
        ?.tracks.get(track)?.timescale;
      if (timescale === undefined) continue;
      const of = { track, msn, period, timescale, epochMs: header.epochMs };
      timeline.restoreSegment(HeldSegment.onDisk(of, line));
    }
    timeline.endPeriod();
    const first = timeline.rows.find(({ segments }) => segments.size > 0);
    if (first !== undefined) timeline.dropBefore(first.msn);
    timeline.bridge();
    const endedMs = linesOf(lines, 'end').at(-1)?.endedMs ?? null;
    const poster = await readPoster(folder, files);
    return new Recording({ folder, files, timeline }, { header, endedMs, poster });
  }

  get renditions(): readonly Rendition[] {
    return this.#timeline.renditions;
  }

  /** Of all segments that are there: bytes, and seconds of the longest track. */
  get total(): { readonly bytes: number; readonly durationS: number } {
    let bytes = 0;
    let durationS = 0;
    for (const { segments, span } of this.#timeline.rows) {
      if (segments.size > 0) durationS += span?.durationS ?? 0;
      for (const { size } of segments.values()) bytes += size;
    }
    return { bytes, durationS };
  }

  segments(rendition: string): readonly ListedSegment[] | null {
    const known = this.#lists.get(rendition);
    if (known !== undefined) return known;
    const list = this.#timeline.list(rendition, 0);
    if (list !== null) this.#lists.set(rendition, list);
    return list;
  }

  init(track: string, period: number): Uint8Array | null {
    const found = this.#timeline.periods.find(({ number }) => number === period);
    return found?.tracks.get(track)?.init ?? null;
  }

  async segment(track: string, msn: number): Promise<Uint8Array | null> {
    const path = this.segmentPath(track, msn);
    if (path === null) return null;
    const bytes = await this.#files.read(path).catch(() => null);
    const size = this.#timeline.row(msn)?.segments.get(track)?.size;
    return bytes?.byteLength === size ? bytes : null;
  }

  /** Parts are not to be had one by one. */
  part(): null {
    return null;
  }

  /** Nothing changes any more. */
  onChange(): () => void {
    return () => {};
  }

  /** The file of a segment; null where there is none. */
  segmentPath(track: string, msn: number): string | null {
    const isThere = this.#timeline.row(msn)?.segments.has(track) ?? false;
    return isThere ? join(this.#folder, track, `${msn}.m4s`) : null;
  }

  /** The file of an initialization segment; null where there is none. */
  initPath(track: string, period: number): string | null {
    const isThere = this.init(track, period) !== null;
    return isThere ? join(this.#folder, track, `init.${period}.mp4`) : null;
  }
}

type Lines = ReturnType<typeof parseJournal>;

function linesOf<Type extends Lines[number]['type']>(
  lines: Lines,
  type: Type,
): readonly JournalLineOf<Type>[] {
  return lines.filter((line): line is JournalLineOf<Type> => line.type === type);
}

async function readJournal(folder: string, files: StoreFiles): Promise<string> {
  try {
    return new TextDecoder().decode(await files.read(join(folder, 'timeline.jsonl')));
  } catch (error) {
    throw RecordingError.unreadable(folder, error);
  }
}

/** Those whose file has the size that it had: after a crash of the machine it may be shorter, or not there. */
async function wholeSegments(
  folder: string,
  files: StoreFiles,
  lines: readonly JournalLineOf<'segment'>[],
): Promise<readonly JournalLineOf<'segment'>[]> {
  const whole: JournalLineOf<'segment'>[] = [];
  for (let from = 0; from < lines.length; from += atATime) {
    const some = lines.slice(from, from + atATime);
    const sizes = await Promise.all(
      some.map(({ track, msn }) => files.size(join(folder, track, `${msn}.m4s`))),
    );
    whole.push(...some.filter(({ size }, index) => sizes[index] === size));
  }
  return whole;
}

async function readPoster(folder: string, files: StoreFiles): Promise<Poster | null> {
  const versions = (await files.list(folder)).flatMap((name) => {
    const version = /^poster\.(\d{1,9})\.jpg$/.exec(name)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
  const version = Math.max(0, ...versions);
  if (version === 0) return null;
  const jpeg = await files.read(join(folder, `poster.${version}.jpg`)).catch(() => null);
  return jpeg === null ? null : { version, jpeg };
}
