import path from 'node:path';
import { quote } from './command.js';
import { findExecutable } from './executables.js';
import { runtimePath } from './runtime.js';
import { browserPath } from './system-programs.js';
import { workerPath } from './worker-step.js';

/**
 * @typedef {import('./host.js').Host} Host
 * @typedef {import('./command.js').Command} Command
 */

/**
 * Runs a script with the Node that the project pins.
 *
 * @param {Host} host
 * @param {readonly string[]} args
 * @returns {Command}
 */
export function nodeCommand(host, args) {
  const file = runtimePath(host);
  const shown = file.startsWith(host.root) ? path.relative(host.root, file) : file;
  return {
    file,
    args,
    env: { PATH: toolPath(host), ...found(host) },
    byHand: typed(host, [shown, ...args]),
  };
}

/**
 * Runs a tool that the dependencies brought. Its launcher takes the first Node on the PATH, so the pinned
 * one is put there.
 *
 * @param {Host} host
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Command}
 */
export function toolCommand(host, name, args) {
  const PATH = toolPath(host);
  const byHand = `PATH="$PWD/node_modules/.bin:$PATH" ${typed(host, [name, ...args])}`;
  return {
    file: findExecutable([name], PATH) ?? name,
    args,
    env: { PATH, ...found(host) },
    byHand,
  };
}

/**
 * @param {Host} host
 * @returns {string}
 */
function toolPath(host) {
  const folders = [path.dirname(runtimePath(host)), path.join(host.root, 'node_modules/.bin')];
  return [...new Set(folders), host.env['PATH'] ?? ''].join(path.delimiter);
}

/**
 * Where set-up found what the tools would otherwise have to look for.
 *
 * @param {Host} host
 * @returns {Record<string, string>}
 */
function found(host) {
  const worker = workerPath(host);
  const browser = browserPath(host);
  return {
    ...(worker === undefined ? {} : { MEDIASOUP_WORKER_BIN: worker }),
    ...(browser === undefined ? {} : { CHROMIUM_PATH: browser }),
  };
}

/**
 * @param {Host} host
 * @param {readonly string[]} words
 * @returns {string}
 */
function typed(host, words) {
  const worker = workerPath(host);
  const assignments = worker === undefined ? [] : [`MEDIASOUP_WORKER_BIN=${quote(worker)}`];
  return [...assignments, ...words.map(quote)].join(' ');
}
