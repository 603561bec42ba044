import { resolve } from 'node:path';
import { proveGiven } from './given-worker.ts';
import type { OnProgress } from './progress.ts';
import { readValidStamp } from './stamp.ts';
import { checkStart } from './start-check.ts';
import { WorkerError } from './worker-error.ts';
import { type Environment, findWorkerPlace, type WorkerPlace } from './worker-place.ts';

/** A worker that may be used. */
export type ResolvedWorker = {
  /** Absolute path of the executable. */
  readonly path: string;
  readonly source: 'env' | 'cache' | 'prebuilt' | 'build';
  /** What a reader should know of it, such as which libsrtp it has. */
  readonly notes: readonly string[];
};

/** What to look with. */
export type FindOptions = {
  readonly env: Environment;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Finds a worker that is at hand: the one that `MEDIASOUP_WORKER_BIN` names, or else the proved
 * one in the cache. It fetches and builds nothing.
 *
 * @throws WorkerError `given-refused` where the variable's binary is no good; nothing else is
 *   tried then, since the user asked for that one
 */
export async function findWorker(options: FindOptions): Promise<ResolvedWorker | undefined> {
  return findAt(await findWorkerPlace(options.env), options);
}

/** {@link findWorker} where the place is known already. */
export async function findAt(
  place: WorkerPlace,
  options: FindOptions,
): Promise<ResolvedWorker | undefined> {
  const given = options.env['MEDIASOUP_WORKER_BIN'];
  // Made absolute here, since the server that is told of it may run in another folder.
  if (given) return findGiven(resolve(given), place, options);
  return findCached(place, options);
}

async function findGiven(
  path: string,
  place: WorkerPlace,
  options: FindOptions,
): Promise<ResolvedWorker> {
  try {
    await proveGiven(path, place.root, options, () => {
      const message = `proving ${path} with real clients, once`;
      options.onProgress?.({ kind: 'step', step: 'prove-given', message });
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw WorkerError.givenRefused(path, error);
  }
  return { path, source: 'env', notes: [] };
}

async function findCached(
  place: WorkerPlace,
  options: FindOptions,
): Promise<ResolvedWorker | undefined> {
  const stamp = await readValidStamp(place.binary);
  if (stamp === undefined) return undefined;
  try {
    // The binary is as it was, but a library that it needs may have gone since.
    await checkStart(place.binary, options.env);
  } catch (error) {
    const why = error instanceof WorkerError ? error.message : String(error);
    options.onProgress?.({ kind: 'note', message: `${place.binary} is no good any more: ${why}` });
    return undefined;
  }
  return { path: place.binary, source: 'cache', notes: stamp.notes };
}
