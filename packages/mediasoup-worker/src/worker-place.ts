import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { findInstalledMediasoup, type InstalledMediasoup } from './installed-mediasoup.ts';
import { thisPlatform } from './platform.ts';
import { ownRecipeFolder, type Recipe, readRecipe } from './recipe.ts';

/** The environment variables that matter here, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the worker for this version, platform and recipe lives, and what it is made from. */
export type WorkerPlace = {
  /** Shared by every version: also remembers which given binaries were proved. */
  readonly root: string;
  /** One version's folder: the binary, its stamp, the build's log. */
  readonly folder: string;
  readonly binary: string;
  readonly log: string;
  readonly mediasoup: InstalledMediasoup;
  readonly recipe: Recipe;
  readonly platform: string;
};

/** Works out the place for the installed mediasoup and this package's recipe. */
export async function findWorkerPlace(env: Environment): Promise<WorkerPlace> {
  const [mediasoup, recipe, platform] = await Promise.all([
    findInstalledMediasoup(),
    readRecipe(ownRecipeFolder),
    thisPlatform(),
  ]);
  const root = join(userCacheFolder(env), 'tallylight', 'mediasoup-worker');
  const folder = join(root, `${mediasoup.version}-${platform}-${recipe.hash}`);
  return {
    root,
    folder,
    binary: join(folder, 'mediasoup-worker'),
    log: join(folder, 'build.log'),
    mediasoup,
    recipe,
    platform,
  };
}

/** The user's cache folder, by the XDG Base Directory Specification 0.8. */
export function userCacheFolder(env: Environment): string {
  const given = env['XDG_CACHE_HOME'];
  // The specification has relative paths ignored.
  if (given !== undefined && isAbsolute(given)) return given;
  return join(env['HOME'] || homedir(), '.cache');
}
