import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A stamp is a file that says from which inputs something was made; it is written after the making and
 * removed before it, so a making that was cut short leaves none.
 *
 * Inputs are compared by what they hold, not by their times: a checkout changes times and nothing else.
 */

/**
 * @param {string} root
 * @param {readonly string[]} files Paths relative to the root, in any order. One that is missing counts as such.
 * @param {readonly string[]} [also] Other facts that the result depends on.
 * @returns {string}
 */
export function digest(root, files, also = []) {
  const hash = createHash('sha256');
  for (const fact of also) hash.update(`fact\0${fact}\0`);
  for (const file of [...files].sort()) {
    const content = contentOf(path.join(root, file));
    hash.update(`${file}\0${content === undefined ? 'missing' : content.length}\0`);
    if (content !== undefined) hash.update(content);
  }
  return hash.digest('hex');
}

/**
 * Every file below a folder.
 *
 * @param {string} root
 * @param {string} folder Relative to the root. One that is missing holds nothing.
 * @param {(name: string) => boolean} keep Asked of each file and each folder by its bare name.
 * @returns {string[]} Relative to the root.
 */
export function filesBelow(root, folder, keep) {
  return entriesOf(path.join(root, folder))
    .filter((entry) => keep(entry.name))
    .flatMap((entry) => {
      const relative = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(root, relative, keep) : [relative];
    });
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
export function readStamp(file) {
  return contentOf(file)?.toString('utf8');
}

/**
 * @param {string} file
 * @param {string} value
 * @returns {void}
 */
export function writeStamp(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, value);
}

/**
 * @param {string} file
 * @returns {void}
 */
export function clearStamp(file) {
  rmSync(file, { force: true });
}

/**
 * @param {string} file
 * @returns {Buffer | undefined}
 */
function contentOf(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * @param {string} folder
 * @returns {import('node:fs').Dirent[]}
 */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
function isMissing(error) {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  );
}
