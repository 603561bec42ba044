import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorker } from './build.ts';
import { BuildLog } from './build-log.ts';
import type { CommandContext } from './command.ts';
import { type FindOptions, findAt, type ResolvedWorker } from './find-worker.ts';
import { firstThatWorks, type Way } from './first-that-works.ts';
import { holdInstallLock } from './install-lock.ts';
import { fetchPrebuilt } from './prebuilt.ts';
import type { OnProgress } from './progress.ts';
import { proveWorker } from './proof.ts';
import { installProved } from './stamp.ts';
import { findWorkerPlace, type WorkerPlace } from './worker-place.ts';

/** What to resolve with. */
export type ResolveOptions = FindOptions;

/**
 * Finds, fetches or builds a worker, in this order: the one that `MEDIASOUP_WORKER_BIN` names, the
 * proved one in the cache, upstream's prebuilt binary, a build from the npm package's source.
 *
 * Whatever is fetched or built is proved with real clients and kept in the cache, which is keyed
 * by mediasoup's version, the platform and the recipe.
 *
 * @throws WorkerError with words for the user
 */
export async function resolveWorker(options: ResolveOptions): Promise<ResolvedWorker> {
  const { env, signal, onProgress = () => {} } = options;
  const place = await findWorkerPlace(env);
  const found = await findAt(place, options);
  if (found !== undefined) return found;

  using _lock = await holdInstallLock(join(place.folder, 'lock'), {
    signal,
    onWait: () => {
      const message = 'waiting for another process that is getting the same worker';
      onProgress({ kind: 'step', step: 'wait', message });
    },
  });
  // The process that was waited for may have left one.
  return (await findAt(place, options)) ?? (await makeWorker(place, options, onProgress));
}

async function makeWorker(
  place: WorkerPlace,
  { env, signal }: ResolveOptions,
  onProgress: OnProgress,
): Promise<ResolvedWorker> {
  const scratch = await mkdtemp(join(env['TMPDIR'] || tmpdir(), 'tallylight-worker-'));
  const log = await BuildLog.create(place.log);
  const context: CommandContext = { env, log, signal };
  let keepTree = false;
  try {
    const ways = waysToMake(place, scratch, context, onProgress);
    const prove = (binary: string): Promise<void> => proveWorker(binary, { env, signal });
    const { binary, source, notes } = await firstThatWorks(ways, prove, onProgress, signal);
    onProgress({ kind: 'step', step: 'install', message: `keeping it as ${place.binary}` });
    await installProved(binary, place.binary, { source, notes });
    return { path: place.binary, source, notes };
  } catch (error) {
    // The error names commands to run by hand in the build's tree.
    keepTree = signal?.aborted !== true && (await exists(join(scratch, 'build', 'tree')));
    throw error;
  } finally {
    await log.close();
    if (!keepTree) await rm(scratch, { recursive: true, force: true });
  }
}

function waysToMake(
  place: WorkerPlace,
  scratch: string,
  context: CommandContext,
  onProgress: OnProgress,
): Way[] {
  const prebuilt: Way = {
    source: 'prebuilt',
    name: "upstream's prebuilt binary",
    make: async () => {
      const folder = join(scratch, 'prebuilt');
      return { binary: await fetchPrebuilt(place, folder, context, onProgress), notes: [] };
    },
  };
  const build: Way = {
    source: 'build',
    name: 'a build from source',
    make: () => buildWorker(place, join(scratch, 'build'), context, onProgress),
  };
  // The same variable, with the same meaning, as mediasoup's own installation reads.
  return context.env['MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD'] ? [build] : [prebuilt, build];
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
