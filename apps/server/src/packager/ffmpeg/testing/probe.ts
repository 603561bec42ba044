import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

type Probed = {
  readonly streams: readonly Record<string, unknown>[];
  readonly packets: readonly Record<string, unknown>[];
};

const run = promisify(execFile);

/** What ffprobe tells of a file. */
export async function probe(path: string): Promise<Probed> {
  const args = ['-v', 'error', '-of', 'json', '-show_streams', '-show_packets', path];
  return JSON.parse((await run('ffprobe', args, { maxBuffer: 2 ** 26 })).stdout);
}
