import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

const pollMs = 500;
/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/** How to wait for the lock. */
export type LockOptions = {
  /** Called once when another process holds the lock. */
  readonly onWait?: () => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Holds a file that only one process at a time can hold.
 *
 * It is an SQLite database without content: SQLite's lock is the kernel's, so it works between
 * containers that share the folder and is gone with the process that held it, however that ended.
 */
export async function holdInstallLock(path: string, options: LockOptions): Promise<Disposable> {
  await mkdir(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 0 });
  let waiting = false;
  try {
    while (!tryHold(database)) {
      if (!waiting) options.onWait?.();
      waiting = true;
      await setTimeout(pollMs, undefined, { signal: options.signal });
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}

function tryHold(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return false;
    throw error;
  }
}
