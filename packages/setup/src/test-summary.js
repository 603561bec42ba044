import { formatDuration } from './progress-bar.js';
import { describeTestFailure } from './test-failures.js';

/**
 * @typedef {object} TestResult
 * @property {string} name
 * @property {number} elapsedMs
 * @property {import('./test-counts.js').Counts} counts
 */

const head = ['Step', 'Result', 'Time', 'Passed', 'Failed', 'Skipped'];

/**
 * What the end of a test run shows: a table, each test that failed with its reason, so that nobody has to look for it
 * in all that was printed before, and the one line that a machine may read.
 *
 * @param {readonly TestResult[]} results
 * @param {string} root Files are named from here.
 * @returns {{ text: string, isGood: boolean }}
 */
export function summary(results, root) {
  const rows = results.map(({ name, elapsedMs, counts }) => {
    const result = counts.failed === 0 ? '✓ passed' : '✗ failed';
    const { passed, failed, skipped } = counts;
    return [name, result, formatDuration(elapsedMs), ...[passed, failed, skipped].map(String)];
  });
  const passed = sum(results.map(({ counts }) => counts.passed));
  const failed = sum(results.map(({ counts }) => counts.failed));
  const named = results.flatMap(({ counts }) => counts.failures ?? []);
  const failures = named.map((failure) => `${describeTestFailure(failure, root)}\n`).join('');
  const told = failures === '' ? '' : `${failures}\n`;
  const text = `\n${table([head, ...rows])}\n\n${told}${passed} passed, ${failed} failed`;
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
