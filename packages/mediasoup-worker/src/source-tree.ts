import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Patch, Recipe } from './recipe.ts';
import { WorkerError } from './worker-error.ts';

/** Left by other builds inside the package; none of them is source. */
const notSource = new Set(['out', 'prebuild', 'pip_invoke']);

/**
 * Copies the worker's source and applies a recipe to the copy.
 *
 * @param workerSource the `worker` folder of the installed mediasoup, which stays as it is
 * @param tree where the copy goes
 * @throws WorkerError `recipe-outdated`
 */
export async function prepareSourceTree(
  workerSource: string,
  recipe: Recipe,
  tree: string,
): Promise<void> {
  await cp(workerSource, tree, {
    recursive: true,
    dereference: true,
    filter: (from) => !notSource.has(basename(from)),
  });
  const subprojects = join(tree, 'subprojects');
  await rm(subprojects, { recursive: true, force: true });
  await cp(join(recipe.folder, 'subprojects'), subprojects, { recursive: true });
  for (const patch of recipe.patches) {
    const path = join(tree, patch.file);
    await writeFile(path, applyPatch(await readFile(path, 'utf8'), patch));
  }
}

/**
 * Applies one patch to a file's text.
 *
 * @throws WorkerError `recipe-outdated` unless the place occurs exactly once
 */
export function applyPatch(text: string, { file, find, replace }: Patch): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw WorkerError.recipeOutdated(file, find, parts.length - 1);
  return parts.join(replace);
}
