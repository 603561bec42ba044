import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../live/clock.ts';
import { remux } from './ffmpeg/remux.ts';
import type { FfmpegSupply } from './ffmpeg-supply.ts';
import type { Recording } from './store/recording.ts';
import { type PieceTrack, pieceBytes, recordingPieces } from './store/recording-piece.ts';
import type { Recordings } from './store/recordings.ts';

export type DownloadsOptions = {
  readonly dataDir: string;
  readonly recordings: Recordings;
  readonly ffmpeg: FfmpegSupply;
  readonly clock: Clock;
  readonly log: Logger;
};

/** A file that can be had in ranges. */
export type Download = { readonly path: string; readonly size: number };

/** How long a file stays after it was last asked for, in ms: it can be made again. */
const keptMs = 60 * 60_000;

/** What must be in the file of what its tracks hold: containers differ, media doesn't. */
const leastPart = 0.9;

/** Recordings as one MP4, in their best rendition, made when somebody wants one. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #folder: string;
  readonly #files = new Map<string, Promise<Download>>();
  readonly #removals = new Map<string, () => void>();
  /** One at a time: each reads and writes as fast as the disk can. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#folder = join(options.dataDir, 'downloads');
    // What a server before this one left.
    this.#last = rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }

  /**
   * The file of a recording; made first, which takes a while, if it isn't there.
   *
   * @returns null where there is no such recording
   * @throws {FfmpegError} it can't be made; or the disk's own error
   */
  async get(channel: string, broadcast: string): Promise<Download | null> {
    const recording = await this.#options.recordings.load(broadcast);
    if (recording === null || recording.channel !== channel) return null;
    this.#keep(broadcast);
    const known = this.#files.get(broadcast);
    if (known !== undefined) return known;
    const making = this.#last.then(() => this.#make(recording));
    this.#files.set(broadcast, making);
    this.#last = making.catch(() => this.#files.delete(broadcast));
    return making;
  }

  #keep(broadcast: string): void {
    this.#removals.get(broadcast)?.();
    const remove = (): void => {
      this.#files.delete(broadcast);
      this.#removals.delete(broadcast);
      rm(this.#pathOf(broadcast), { force: true }).catch((error: unknown) =>
        this.#options.log.warn({ err: error, broadcast }, 'a download can not be removed'),
      );
    };
    this.#removals.set(broadcast, this.#options.clock.after(keptMs, remove));
  }

  async #make(recording: Recording): Promise<Download> {
    const best = recording.renditions[0]?.id ?? '';
    const pieces = recordingPieces(recording, best);
    const tracks = [pieces.map(({ video }) => video), pieces.map(({ audio }) => audio)]
      .map((track) => track.filter((piece) => piece !== null))
      .filter((track) => track.length > 0);
    const path = this.#pathOf(recording.broadcast);
    const unfinished = `${path}.new`;
    await mkdir(this.#folder, { recursive: true });
    try {
      const program = await this.#options.ffmpeg.get();
      await remux({ program, tracks: tracks.map(bytesOf), path: unfinished });
      const { size } = await stat(unfinished);
      const expected = await sizeOf(tracks.flat());
      // On a full disk FFmpeg may end as if nothing was.
      if (size < expected * leastPart) {
        throw new Error(`The MP4 has ${size} bytes of ${expected}: the disk may be full.`);
      }
      await rename(unfinished, path);
      return { path, size };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  #pathOf(broadcast: string): string {
    return join(this.#folder, `${broadcast}.mp4`);
  }
}

async function* bytesOf(pieces: readonly PieceTrack[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield* pieceBytes(piece);
}

async function sizeOf(pieces: readonly PieceTrack[]): Promise<number> {
  let size = 0;
  for (const { segments } of pieces) {
    for (const { path } of segments) size += (await stat(path)).size;
  }
  return size;
}
