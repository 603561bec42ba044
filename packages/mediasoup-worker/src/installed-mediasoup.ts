import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The mediasoup package that this workspace has installed. */
export type InstalledMediasoup = {
  readonly version: string;
  /** Absolute path of the worker's source inside the package. */
  readonly workerSource: string;
  /** Where upstream keeps its releases, from the package's own description. */
  readonly releases: string;
};

type Description = {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly url: string };
};

/** Finds the installed mediasoup without loading it. */
export async function findInstalledMediasoup(): Promise<InstalledMediasoup> {
  // The package exports no package.json, so it is looked for above the entry point.
  const folder = join(dirname(fileURLToPath(import.meta.resolve('mediasoup'))), '..', '..');
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { version, repository } = JSON.parse(text) as Description;
  return {
    version,
    workerSource: join(folder, 'worker'),
    releases: releasesUrl(repository.url),
  };
}

/** Turns the repository URL of a package.json into the base of its release downloads. */
export function releasesUrl(repository: string): string {
  return `${repository.replace(/^git\+/, '').replace(/\.git$/, '')}/releases/download`;
}
