/**
 * What a step's line shows.
 *
 * @typedef {object} Progress
 * @property {string} name
 * @property {number} elapsedMs
 * @property {number | undefined} fraction From 0 to 1, where that is known.
 * @property {string} detail
 */

const barWidth = 24;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const spinnerFrameMs = 80;

/**
 * The line of a step under way, no wider than the terminal.
 *
 * @param {Progress} progress
 * @param {number} columns
 * @returns {string}
 */
export function progressLine({ name, elapsedMs, fraction, detail }, columns) {
  const frame = spinner[Math.floor(elapsedMs / spinnerFrameMs) % spinner.length];
  const bar = fraction === undefined ? [] : [progressBar(fraction), percent(fraction)];
  const line = [frame, name, ...bar, formatDuration(elapsedMs), detail].join('  ');
  const characters = [...line.trimEnd()];
  // The last column stays free: some terminals wrap as soon as it is written.
  return characters.length < columns
    ? characters.join('')
    : `${characters.slice(0, columns - 2).join('')}…`;
}

/**
 * @param {number} fraction
 * @returns {string}
 */
function progressBar(fraction) {
  const full = Math.round(clamp(fraction) * barWidth);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
}

/**
 * @param {number} fraction
 * @returns {string}
 */
export function percent(fraction) {
  return `${Math.floor(clamp(fraction) * 100)} %`;
}

/**
 * @param {number} durationMs
 * @returns {string}
 */
export function formatDuration(durationMs) {
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * @param {number} fraction
 * @returns {number}
 */
function clamp(fraction) {
  return Math.min(1, Math.max(0, fraction));
}
