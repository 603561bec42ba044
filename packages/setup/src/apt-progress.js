/**
 * How far apt-get is.
 *
 * @typedef {object} AptStatus
 * @property {number} fraction From 0 to 1 over fetching and installing together.
 * @property {string} words
 */

/**
 * Reads a line that apt-get writes for `APT::Status-Fd`: `dlstatus:ITEM:PERCENT:WORDS` while it fetches, and
 * `pmstatus:PACKAGE:PERCENT:WORDS` while it installs. Each counts to 100 for itself.
 *
 * @param {string} line
 * @returns {AptStatus | undefined}
 */
export function readAptStatus(line) {
  const match = /^(dlstatus|pmstatus):[^:]*(?::[a-z][a-z0-9-]*)?:(\d+(?:\.\d+)?):(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, kind, percent, words = ''] = match;
  const half = Number(percent) / 200;
  return { fraction: kind === 'dlstatus' ? half : 0.5 + half, words };
}
