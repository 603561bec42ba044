import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What is known of an installed worker. It is written only after the proof. */
export type Stamp = {
  readonly sha256: string;
  readonly source: 'prebuilt' | 'build';
  readonly notes: readonly string[];
};

/** The SHA-256 of a file's content in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Returns the stamp of an installed worker if the binary is still the one that was proved. */
export async function readValidStamp(binary: string): Promise<Stamp | undefined> {
  try {
    const stamp = JSON.parse(await readFile(stampPath(binary), 'utf8')) as Stamp;
    return stamp.sha256 === (await sha256Of(binary)) ? stamp : undefined;
  } catch {
    // Absent, torn or unreadable all mean the same: there is no proved worker here.
    return undefined;
  }
}

/** Puts a proved binary in its final place, so that a reader sees the whole of it or nothing. */
export async function installProved(
  candidate: string,
  binary: string,
  about: Pick<Stamp, 'source' | 'notes'>,
): Promise<void> {
  await mkdir(dirname(binary), { recursive: true });
  // Candidates are made in a temporary folder, which may be another file system.
  const fresh = `${binary}.${process.pid}.new`;
  try {
    await copyFile(candidate, fresh);
    const file = await open(fresh, 'r+');
    await file.chmod(0o755);
    await file.sync();
    await file.close();
    const stamp: Stamp = { sha256: await sha256Of(fresh), ...about };
    // A stamp that does not fit the binary is worth nothing, so the order is free.
    await rename(fresh, binary);
    await writeWhole(stampPath(binary), `${JSON.stringify(stamp, null, 2)}\n`);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Writes a small file so that a reader sees the old text or the new one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const fresh = `${path}.${process.pid}.new`;
  await writeFile(fresh, text);
  await rename(fresh, path);
}

function stampPath(binary: string): string {
  return `${binary}.json`;
}
