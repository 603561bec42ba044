import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** Why this server can't have the data folder, for the person who started it. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';

  /** @param holder who has it, as far as is known */
  static taken(folder: string, holder: string, cause: unknown): DataFolderError {
    return new DataFolderError(
      `The data folder ${folder} is in use by another Tallylight server (${holder}). Stop that server, or give this one a folder of its own: TALLYLIGHT_DATA_DIR=OTHER npm start`,
      { cause },
    );
  }

  static unusable(folder: string, cause: unknown): DataFolderError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new DataFolderError(
      `The data folder ${folder} can't be used (${reason}). Make it one that this user may write to, on a file system that can lock files; or choose another with TALLYLIGHT_DATA_DIR.`,
      { cause },
    );
  }
}

/** Result codes of SQLite (sqlite.org/rescode.html): another connection has the lock. */
const busyCodes = new Set([5, 6, 261, 517]);

const holderSchema = z.object({ pid: z.int(), host: z.string(), since: z.string() });

/**
 * The data folder, held by this process alone. The lock is the operating system's own (SQLite takes it with
 * `fcntl`): it goes with the process however that ends, needs no process id to be alive or anybody's to compare,
 * and so holds between containers that share the folder too. Nothing is ever written to the locked file; who
 * has it is told in another one, since to close a file that is open twice would let go of the lock.
 */
export class DataFolder {
  readonly path: string;
  readonly #lock: DatabaseSync;
  /** Also what keeps the lock from being collected as garbage, whoever forgets the folder. */
  readonly #atExit = () => this.release();

  private constructor(path: string, lock: DatabaseSync) {
    this.path = path;
    this.#lock = lock;
    process.once('exit', this.#atExit);
  }

  /**
   * Makes the folder if need be, and takes it.
   *
   * @throws {DataFolderError} another server has it, or it can't be written to or locked
   */
  static take(dataDir: string): DataFolder {
    const path = resolve(dataDir);
    const holderFile = join(path, 'server.json');
    let lock: DatabaseSync | null = null;
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      lock = new DatabaseSync(join(path, 'server.lock'), { timeout: 0 });
      lock.exec('BEGIN EXCLUSIVE');
      const holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
      writeFileSync(holderFile, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
      return new DataFolder(path, lock);
    } catch (error) {
      lock?.close();
      const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
      if (busyCodes.has(code)) throw DataFolderError.taken(path, readHolder(holderFile), error);
      throw DataFolderError.unusable(path, error);
    }
  }

  /** Lets another server have it. */
  release(): void {
    process.off('exit', this.#atExit);
    if (this.#lock.isOpen) this.#lock.close();
  }
}

function readHolder(path: string): string {
  try {
    const { pid, host, since } = holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return `process ${pid} on ${host}, since ${since}`;
  } catch {
    return 'it has not said which';
  }
}
