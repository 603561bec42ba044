import { playwrightFailures, vitestFailures } from './test-failures.js';

/**
 * What a runner counted.
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly import('./test-failures.js').TestFailure[]} [failures] Those that it has named.
 */

/**
 * @typedef {object} VitestReport The part read here of what `vitest --reporter=json` writes.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {import('./test-failures.js').VitestFile[]} testResults
 */

/**
 * A file that failed without a failed test (it could not be loaded, or a hook threw) counts as one.
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const failures = vitestFailures(report.testResults);
  const brokenFiles = failures.filter(({ title }) => title === undefined);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

/**
 * @typedef {object} PlaywrightReport The part read here of what `playwright --reporter=json` writes.
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {{ message?: string, location?: { file: string } }[]} errors
 * @property {import('./test-failures.js').PlaywrightSuite[]} suites
 */

/**
 * Errors outside every test (a file that could not be loaded, a server that did not start) count too. A
 * flaky test is one that failed first: it is a failure here, whatever a later try said.
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function countPlaywright({ stats, errors, suites }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: playwrightFailures(suites, errors),
  };
}
