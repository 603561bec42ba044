import { formatDuration } from './progress-bar.js';

/**
 * @typedef {object} TestResult
 * @property {string} name
 * @property {number} elapsedMs
 * @property {import('./test-counts.js').Counts} counts
 */

const head = ['Step', 'Result', 'Time', 'Passed', 'Failed', 'Skipped'];

/**
 * The table at the end of a test run, and the one line below it that a machine may read.
 *
 * @param {readonly TestResult[]} results
 * @returns {{ text: string, isGood: boolean }}
 */
export function summary(results) {
  const rows = results.map(({ name, elapsedMs, counts }) => {
    const result = counts.failed === 0 ? '✓ passed' : '✗ failed';
    const { passed, failed, skipped } = counts;
    return [name, result, formatDuration(elapsedMs), ...[passed, failed, skipped].map(String)];
  });
  const passed = sum(results.map(({ counts }) => counts.passed));
  const failed = sum(results.map(({ counts }) => counts.failed));
  const text = `\n${table([head, ...rows])}\n\n${passed} passed, ${failed} failed`;
  return { text, isGood: failed === 0 && passed > 0 };
}

/**
 * @param {readonly string[][]} rows The columns from the third on hold numbers, and stand to the right.
 * @returns {string}
 */
function table(rows) {
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)));
  return rows.map((row) => line(row).join('  ').trimEnd()).join('\n');
}

/**
 * @param {readonly number[]} numbers
 * @returns {number}
 */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
