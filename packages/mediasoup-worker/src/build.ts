import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { installBuildPackages } from './build-packages.ts';
import { type CommandContext, runCommand } from './command.ts';
import { fetchLibsrtpSource } from './libsrtp-source.ts';
import { parseNinjaProgress } from './ninja-progress.ts';
import type { OnProgress } from './progress.ts';
import { prepareSourceTree } from './source-tree.ts';
import { messageOf, WorkerError } from './worker-error.ts';
import type { WorkerPlace } from './worker-place.ts';

/** What the compiler takes at most for one of the worker's files, with room. */
const bytesPerJob = 700e6;

/** A worker that was built, not yet proved. */
export type BuiltWorker = { readonly binary: string; readonly notes: readonly string[] };

/**
 * Builds the worker from the source in the npm package against the system's libraries.
 *
 * @param folder an empty temporary folder
 * @throws WorkerError that names the step and the command to run by hand
 */
export async function buildWorker(
  place: WorkerPlace,
  folder: string,
  context: CommandContext,
  onProgress: OnProgress,
): Promise<BuiltWorker> {
  if (process.platform !== 'linux') throw WorkerError.noBuildHere(place.platform);
  await installBuildPackages(context, onProgress);

  const tree = join(folder, 'tree');
  await mkdir(folder, { recursive: true });
  onProgress({ kind: 'step', step: 'source', message: `copying the worker's source to ${tree}` });
  await prepareSourceTree(place.mediasoup.workerSource, place.recipe, tree);

  onProgress({ kind: 'step', step: 'libsrtp', message: "fetching libsrtp's source package" });
  const srtp = await addLibsrtp(context, folder, tree);
  onProgress({ kind: 'note', message: srtp });

  onProgress({ kind: 'step', step: 'configure', message: 'configuring the build' });
  await runCommand(context, {
    step: 'configuring the build',
    words: ['meson', 'setup', ...place.recipe.mesonArguments, 'out', '.'],
    folder: tree,
  });
  await compile(context, tree, onProgress);
  await runCommand(context, {
    step: "stripping the worker's symbols",
    words: ['strip', 'out/mediasoup-worker'],
    folder: tree,
  });
  return { binary: join(tree, 'out', 'mediasoup-worker'), notes: [srtp] };
}

/** Puts libsrtp's source where the recipe looks for it, and says which libsrtp there will be. */
async function addLibsrtp(context: CommandContext, folder: string, tree: string): Promise<string> {
  try {
    const to = join(tree, 'subprojects', 'libsrtp2');
    const name = await fetchLibsrtpSource(context, join(folder, 'libsrtp'), to);
    return `${name} from its source package, with OpenSSL`;
  } catch (error) {
    context.signal?.throwIfAborted();
    return (
      "the packaged libsrtp2, whose ciphers may cost 12 to 40 % more a packet than OpenSSL's: its " +
      `source could not be had (${messageOf(error)})`
    );
  }
}

async function compile(
  context: CommandContext,
  tree: string,
  onProgress: OnProgress,
): Promise<void> {
  const jobs = compileJobs(availableParallelism(), process.availableMemory());
  const message = `compiling the worker, ${jobs} at a time; this takes some minutes, once`;
  onProgress({ kind: 'step', step: 'compile', message });
  await runCommand(context, {
    step: 'compiling the worker',
    words: ['ninja', '-C', 'out', '-j', String(jobs), 'mediasoup-worker'],
    folder: tree,
    onLine: (line) => {
      const progress = parseNinjaProgress(line);
      if (progress === undefined) return;
      const { done, total } = progress;
      const detail = `${done} of ${total} files`;
      onProgress({ kind: 'fraction', step: 'compile', fraction: done / total, detail });
    },
  });
}

/** How many compilers to run at once: one a processor, fewer where memory would run out. */
export function compileJobs(processors: number, freeBytes: number): number {
  return Math.max(1, Math.min(processors, Math.floor(freeBytes / bytesPerJob)));
}
