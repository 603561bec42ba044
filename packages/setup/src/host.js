import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The repository and the machine it stands on. It is read once, at the start of a command, and handed to
 * whatever needs it, so that a test can describe any other machine.
 *
 * @typedef {object} Host
 * @property {string} root Absolute path of the repository.
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {string} nodeVersion The Node that runs this, without the `v`.
 * @property {string} nodePath
 * @property {boolean} isRoot
 * @property {'debian' | 'ubuntu' | undefined} distribution The family whose packages apt-get offers.
 * @property {string} osRelease What /etc/os-release holds; it changes when the system is upgraded.
 */

/** @returns {Host} */
export function readHost() {
  const osRelease = readOsRelease();
  return {
    root: fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, ''),
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    nodeVersion: process.versions.node,
    nodePath: process.execPath,
    isRoot: process.getuid?.() === 0,
    distribution: distributionOf(osRelease),
    osRelease,
  };
}

/**
 * @param {string} text What /etc/os-release holds.
 * @returns {Host['distribution']}
 */
export function distributionOf(text) {
  const ids = [...text.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].flatMap((match) =>
    (match[1] ?? '').split(' '),
  );
  if (ids.includes('ubuntu')) return 'ubuntu';
  return ids.includes('debian') ? 'debian' : undefined;
}

/** @returns {string} */
function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    // Not a Linux, or one without the file: then there is no apt-get either.
    return '';
  }
}
