import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One change to the worker's source; `find` must occur exactly once in `file`. */
export type Patch = {
  /** Relative to the worker's folder. */
  readonly file: string;
  readonly why: string;
  readonly find: string;
  readonly replace: string;
};

/** How the worker is built against the system's libraries. */
export type Recipe = {
  /** Absolute path of the recipe's folder, whose `subprojects` replace the worker's own. */
  readonly folder: string;
  readonly mesonArguments: readonly string[];
  readonly patches: readonly Patch[];
  /** 12 hexadecimal digits over every file of the recipe: a changed recipe builds anew. */
  readonly hash: string;
};

/** The recipe that comes with this package. */
export const ownRecipeFolder: string = fileURLToPath(new URL('../recipe', import.meta.url));

/** Reads a recipe from its folder. */
export async function readRecipe(folder: string): Promise<Recipe> {
  const { mesonArguments, patches } = JSON.parse(
    await readFile(join(folder, 'recipe.json'), 'utf8'),
  ) as Pick<Recipe, 'mesonArguments' | 'patches'>;
  return { folder, mesonArguments, patches, hash: await hashFolder(folder) };
}

async function hashFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file);
    const name = relative(folder, file).split(sep).join('/');
    // The length keeps a byte that moves from one file to the next from going unseen.
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 12);
}
