import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk that a test can fill: one in memory (tmpfs(5)), where the test may mount it. */
export class SmallDisk implements AsyncDisposable {
  readonly folder: string;
  /** Whether it is small: without the right to mount, the folder is on the machine's disk. */
  readonly isSmall: boolean;

  private constructor(folder: string, isSmall: boolean) {
    this.folder = folder;
    this.isSmall = isSmall;
  }

  static async make(megabytes: number): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'tallylight-small-disk-'));
    const size = `size=${megabytes}m`;
    return new SmallDisk(folder, run('mount', '-t', 'tmpfs', '-o', size, 'tmpfs', folder));
  }

  /** Leaves no room on it, while others may write to it as well. */
  async fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder);
    try {
      await writeFile(this.#filler, new Uint8Array(bavail * bsize));
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
    }
  }

  clear(): Promise<void> {
    return rm(this.#filler);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isSmall) run('umount', this.folder);
    await rm(this.folder, { recursive: true });
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }
}

function run(file: string, ...args: string[]): boolean {
  return spawnSync(file, args).status === 0;
}
