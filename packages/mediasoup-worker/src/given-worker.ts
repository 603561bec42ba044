import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ProofOptions, proveWorker } from './proof.ts';
import { readValidStamp, sha256Of, writeWhole } from './stamp.ts';
import { checkStart } from './start-check.ts';

/**
 * Proves a binary that the user named. Where the same content at the same path was proved before,
 * it is only seen to start.
 *
 * @param root where proofs are remembered
 * @param onProof called before a proof is run
 * @throws WorkerError `refused`, or the system's error where the file can't be read
 */
export async function proveGiven(
  binary: string,
  root: string,
  options: ProofOptions,
  onProof: () => void,
): Promise<void> {
  // The cache's own binary comes back by this way when a program hands on what it was given.
  if ((await readValidStamp(binary)) !== undefined) return checkStart(binary, options.env);
  const sha256 = await sha256Of(binary);
  const memory = join(
    root,
    'given',
    createHash('sha256').update(binary).digest('hex').slice(0, 16),
  );
  const line = `${sha256}  ${binary}\n`;
  if ((await readFile(memory, 'utf8').catch(() => '')) === line) {
    return checkStart(binary, options.env);
  }
  onProof();
  await proveWorker(binary, options);
  await mkdir(dirname(memory), { recursive: true });
  await writeWhole(memory, line);
}
