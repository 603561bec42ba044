import path from 'node:path';

/** @typedef {import('./host.js').Host} Host */

/** What the launcher itself runs on. */
const oldestLauncher = 20;
/** What the server and every tool run on. */
const oldestRuntime = 24;

/** The processors for which the root package.json pins a Node, as an optional dependency. */
const pinnedFor = ['x64', 'arm64'];

/**
 * Says why nothing can run on this machine, if that is so.
 *
 * @param {Pick<Host, 'platform' | 'arch' | 'nodeVersion'>} host
 * @returns {string | undefined}
 */
export function hostProblem(host) {
  const has = `this is Node ${host.nodeVersion} on ${host.platform} ${host.arch}`;
  if (host.platform === 'win32') {
    return `Tallylight runs on Linux and macOS; ${has}. On Windows, use it inside WSL with Debian or Ubuntu.`;
  }
  if (major(host) < oldestLauncher) {
    return `Tallylight needs Node ${oldestLauncher} or newer to set itself up; ${has}. Install a newer one: https://nodejs.org`;
  }
  if (!isPinned(host) && major(host) < oldestRuntime) {
    return `Tallylight brings its own Node ${oldestRuntime} on Linux x64 and arm64 alone; ${has}. Install Node ${oldestRuntime} or newer: https://nodejs.org`;
  }
  return undefined;
}

/**
 * The Node that runs the server and the tools: the pinned one, or, where none is pinned, the one at hand.
 *
 * @param {Pick<Host, 'root' | 'platform' | 'arch' | 'nodePath'>} host
 * @returns {string}
 */
export function runtimePath(host) {
  return isPinned(host) ? path.join(host.root, 'node_modules/.bin/node') : host.nodePath;
}

/**
 * @param {Pick<Host, 'platform' | 'arch'>} host
 * @returns {boolean}
 */
function isPinned(host) {
  return host.platform === 'linux' && pinnedFor.includes(host.arch);
}

/**
 * @param {Pick<Host, 'nodeVersion'>} host
 * @returns {number}
 */
function major(host) {
  return Number.parseInt(host.nodeVersion, 10);
}
