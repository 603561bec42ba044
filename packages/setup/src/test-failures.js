import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * A test that failed, or a file that could not be run.
 *
 * @typedef {object} TestFailure
 * @property {string} file As the runner names it.
 * @property {string} [title] None where the file as a whole failed.
 * @property {string} reason
 */

/**
 * @typedef {object} VitestFile The part read here of what `vitest --reporter=json` writes of a file.
 * @property {string} name
 * @property {string} status
 * @property {string} message
 * @property {{ fullName: string, status: string, failureMessages: string[] }[]} assertionResults
 *
 * @typedef {object} PlaywrightSuite The part read here of what playwright's json reporter writes of a suite.
 * @property {string} title
 * @property {string} file
 * @property {PlaywrightSpec[]} [specs]
 * @property {PlaywrightSuite[]} [suites]
 *
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {string} file
 * @property {{ status: string, results: { errors: { message?: string }[] }[] }[]} tests
 */

/**
 * @param {readonly VitestFile[]} files
 * @returns {TestFailure[]}
 */
export function vitestFailures(files) {
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [{ file: name, reason: message }];
    return failed.map(({ fullName, failureMessages }) => ({
      file: name,
      title: fullName,
      reason: failureMessages[0] ?? '',
    }));
  });
}

/**
 * A flaky test failed first: it is a failure here, whatever a later try said.
 *
 * @param {readonly PlaywrightSuite[]} suites
 * @param {readonly { message?: string, location?: { file: string } }[]} errors Those outside every test.
 * @returns {TestFailure[]}
 */
export function playwrightFailures(suites, errors) {
  const outside = errors.map(({ message = '', location }) => ({
    file: location?.file ?? '',
    reason: message,
  }));
  return [...suites.flatMap((suite) => ofSuite(suite, [])), ...outside];
}

/**
 * @param {PlaywrightSuite} suite
 * @param {readonly string[]} above Titles of the suites around it; a file is one too, and has no title of its own.
 * @returns {TestFailure[]}
 */
function ofSuite({ title, file, specs = [], suites = [] }, above) {
  const titles = title === file ? above : [...above, title];
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => ({
        file: spec.file,
        title: [...titles, spec.title].join(' › '),
        reason: results.flatMap(({ errors }) => errors)[0]?.message ?? '',
      })),
  );
  return [...own, ...suites.flatMap((suite) => ofSuite(suite, titles))];
}

/**
 * Two lines: which test, and the first line of why.
 *
 * @param {TestFailure} failure
 * @param {string} root Files are named from here.
 * @returns {string}
 */
export function describeTestFailure({ file, title, reason }, root) {
  const where = path.isAbsolute(file) ? path.relative(root, file) : file;
  const [why = ''] = stripVTControlCharacters(reason).split('\n', 1);
  return [`  ✗ ${[where, title].filter(Boolean).join(' › ')}`, why && `    ${why}`]
    .filter(Boolean)
    .join('\n');
}
