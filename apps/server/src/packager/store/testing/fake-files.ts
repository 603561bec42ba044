import { join } from 'node:path';
import type { StoreFiles } from '../store-files.ts';

/** A file system in memory that has no room, fails or hangs when the test says so. */
export class FakeFiles implements StoreFiles {
  readonly held = new Map<string, Uint8Array>();
  /** In bytes. */
  capacity = Number.POSITIVE_INFINITY;
  /** Writes fail with this error code of the system. */
  failure: string | null = null;
  /** Whether a write that finds too little room takes what fits and says so, rather than fail. */
  isShort = false;
  #gate: { readonly opened: Promise<void>; readonly open: () => void } | null = null;

  /** Writes wait until it is told to go on. */
  hang(): void {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    this.#gate = { opened, open };
  }

  goOn(): void {
    this.#gate?.open();
    this.#gate = null;
  }

  write(path: string, bytes: Uint8Array): Promise<number> {
    return this.#put(path, new Uint8Array(), bytes);
  }

  append(path: string, bytes: Uint8Array): Promise<number> {
    return this.#put(path, this.held.get(path) ?? new Uint8Array(), bytes);
  }

  async rename(from: string, to: string): Promise<void> {
    const bytes = this.#require(from);
    this.held.delete(from);
    this.held.set(to, bytes);
  }

  async remove(path: string): Promise<void> {
    for (const name of this.held.keys()) {
      if (name === path || name.startsWith(join(path, '/'))) this.held.delete(name);
    }
  }

  async read(path: string): Promise<Uint8Array> {
    return this.#require(path);
  }

  async size(path: string): Promise<number | null> {
    return this.held.get(path)?.byteLength ?? null;
  }

  async list(folder: string): Promise<readonly string[]> {
    const prefix = join(folder, '/');
    const names = [...this.held.keys()].flatMap((path) =>
      path.startsWith(prefix) ? (path.slice(prefix.length).split('/')[0] ?? []) : [],
    );
    return [...new Set(names)];
  }

  async freeBytes(): Promise<number> {
    return Math.max(this.capacity - this.#used, 0);
  }

  get #used(): number {
    return [...this.held.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  async #put(path: string, before: Uint8Array, bytes: Uint8Array): Promise<number> {
    await this.#gate?.opened;
    if (this.failure !== null) throw systemError(this.failure, path);
    if (before.byteLength === 0) this.held.delete(path);
    const taken = bytes.subarray(0, await this.freeBytes());
    this.held.set(path, Uint8Array.from([...before, ...taken]));
    if (taken.byteLength < bytes.byteLength && !this.isShort) throw systemError('ENOSPC', path);
    return taken.byteLength;
  }

  #require(path: string): Uint8Array {
    const bytes = this.held.get(path);
    if (bytes === undefined) throw systemError('ENOENT', path);
    return bytes;
  }
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
