import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The first of these programs that is on the PATH. It starts no process: this runs before every start.
 *
 * @param {readonly string[]} names
 * @param {string | undefined} searchPath What PATH holds.
 * @returns {string | undefined}
 */
export function findExecutable(names, searchPath) {
  const folders = (searchPath ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const found = folders.map((folder) => path.join(folder, name)).find(isExecutable);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {boolean}
 */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
