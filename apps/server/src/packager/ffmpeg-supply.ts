import { FfmpegError } from './ffmpeg/ffmpeg-error.ts';
import { type FfmpegProgram, findFfmpeg } from './ffmpeg/ffmpeg-program.ts';

/** FFmpeg, looked for until it is found: who installs it need not start the server anew. */
export class FfmpegSupply {
  readonly #path: string | undefined;
  #found: Promise<FfmpegProgram> | null = null;

  /** @param path of the program; undefined for the one on PATH */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** @throws {FfmpegError} there is none, or none that will do; the next call looks again */
  get(): Promise<FfmpegProgram> {
    this.#found ??= findFfmpeg(this.#path).catch((error: unknown) => {
      this.#found = null;
      throw error;
    });
    return this.#found;
  }
}

/** What kept FFmpeg from being had, in words. */
export function supplyFault(error: unknown): string {
  if (error instanceof FfmpegError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
