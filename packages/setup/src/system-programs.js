import { findExecutable } from './executables.js';

/**
 * @typedef {import('./host.js').Host} Host
 *
 * @typedef {object} SystemProgram
 * @property {string} name
 * @property {string} aptPackage
 * @property {string} purpose
 */

const ffmpeg = {
  name: 'FFmpeg',
  aptPackage: 'ffmpeg',
  purpose: 'packages live streams, makes the test clip',
};
const chromium = { name: 'Chromium', aptPackage: 'chromium', purpose: 'runs the browser tests' };

const browserNames = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The programs outside npm that are needed and not there.
 *
 * @param {Pick<Host, 'env'>} host
 * @param {{ browser?: boolean }} needs
 * @returns {SystemProgram[]}
 */
export function missingPrograms(host, { browser = false }) {
  const missing = [];
  if (findExecutable(['ffmpeg'], host.env['PATH']) === undefined) missing.push(ffmpeg);
  if (browser && browserPath(host) === undefined) missing.push(chromium);
  return missing;
}

/**
 * @param {Pick<Host, 'env'>} host
 * @returns {string | undefined}
 */
export function browserPath(host) {
  return host.env['CHROMIUM_PATH'] || findExecutable(browserNames, host.env['PATH']);
}
