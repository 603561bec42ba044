import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the store needs of a file system. Paths are absolute; every method rejects with the system's error. */
export type StoreFiles = {
  /**
   * Writes a new file and the folders above it, or writes over one that is there.
   *
   * @returns how many bytes the file has then: a full disk may take less without an error
   */
  write(path: string, bytes: Uint8Array): Promise<number>;
  /**
   * Adds to the end of a file.
   *
   * @returns how many bytes were added
   */
  append(path: string, bytes: Uint8Array): Promise<number>;
  /** In one step, over what had the name. */
  rename(from: string, to: string): Promise<void>;
  /** A file, or a folder with all in it; it may be gone already. */
  remove(path: string): Promise<void>;
  read(path: string): Promise<Uint8Array>;
  /** In bytes; null where there is no such file. */
  size(path: string): Promise<number | null>;
  /** Names in a folder; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** What an ordinary user may still write to the file system that a folder is on, or would be, in bytes. */
  freeBytes(folder: string): Promise<number>;
};

/** The machine's own file system. */
export const diskFiles: StoreFiles = {
  async write(path, bytes) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await writeAll(path, 'w', bytes);
  },
  append: (path, bytes) => writeAll(path, 'a', bytes),
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  read: (path) => readFile(path),
  async size(path) {
    try {
      return (await stat(path)).size;
    } catch (error) {
      return orIfMissing(error, null);
    }
  },
  async list(folder) {
    try {
      return await readdir(folder);
    } catch (error) {
      return orIfMissing(error, []);
    }
  },
  async freeBytes(folder) {
    for (let at = folder; ; at = dirname(at)) {
      try {
        const { bavail, bsize } = await statfs(at);
        return bavail * bsize;
      } catch (error) {
        if (at === dirname(at)) throw error;
        orIfMissing(error, null);
      }
    }
  },
};

async function writeAll(path: string, flags: 'a' | 'w', bytes: Uint8Array): Promise<number> {
  const file = await open(path, flags, 0o600);
  try {
    const before = flags === 'a' ? (await file.stat()).size : 0;
    for (let written = 0; written < bytes.byteLength; ) {
      const { bytesWritten } = await file.write(bytes, written);
      if (bytesWritten === 0) break;
      written += bytesWritten;
    }
    // The file's own word, not the sum of what was said.
    return (await file.stat()).size - before;
  } finally {
    // Rejects too: some file systems tell only here that there was no room.
    await file.close();
  }
}

function orIfMissing<T>(error: unknown, otherwise: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
  throw error;
}
