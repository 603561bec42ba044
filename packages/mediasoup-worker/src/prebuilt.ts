import { chmod, lstat, mkdir } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { type CommandContext, runCommand } from './command.ts';
import { download } from './download.ts';
import { prebuiltName } from './prebuilt-name.ts';
import type { OnProgress } from './progress.ts';
import { WorkerError } from './worker-error.ts';
import type { Environment, WorkerPlace } from './worker-place.ts';

/** The URL of upstream's binary for this machine. */
function prebuiltUrl(place: WorkerPlace, env: Environment): string {
  const { version, releases } = place.mediasoup;
  // The same variable, with the same meaning, as mediasoup's own installation reads.
  const base = env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] || releases;
  const { platform, arch } = process;
  return `${base}/${version}/${prebuiltName({ version, platform, arch, kernel: release() })}`;
}

/**
 * Fetches upstream's binary into a folder and returns its path, unproved.
 *
 * @throws WorkerError `prebuilt-unavailable` or `step-failed`
 */
export async function fetchPrebuilt(
  place: WorkerPlace,
  folder: string,
  context: CommandContext,
  onProgress: OnProgress,
): Promise<string> {
  const url = prebuiltUrl(place, context.env);
  context.log.write(`GET ${url}`);
  onProgress({
    kind: 'step',
    step: 'prebuilt',
    message: `fetching upstream's mediasoup-worker, ${url}`,
  });
  await mkdir(folder, { recursive: true });
  const archive = join(folder, 'worker.tgz');
  await download({
    url,
    to: archive,
    signal: context.signal,
    onBytes: (received, total) => {
      if (total === undefined) return;
      const detail = `${megabytes(received)} of ${megabytes(total)} MB`;
      onProgress({
        kind: 'fraction',
        step: 'prebuilt',
        fraction: Math.min(1, received / total),
        detail,
      });
    },
  });
  const name = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker';
  await runCommand(context, {
    step: "unpacking upstream's mediasoup-worker",
    words: ['tar', '-xzf', archive, '-C', folder, '--no-same-owner', name],
  });
  const binary = join(folder, name);
  // A link could name a file that is none of the archive's.
  if (!(await lstat(binary)).isFile()) {
    throw WorkerError.prebuiltUnavailable(url, `${name} in it is not a plain file`);
  }
  await chmod(binary, 0o755);
  return binary;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
