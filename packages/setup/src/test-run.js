import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Interrupted } from './shell.js';
import { openLog } from './step.js';
import { describeFailure, StepFailure } from './step-failure.js';
import { summary } from './test-summary.js';
import { toolCommand } from './tools.js';

/**
 * @typedef {import('./launch.js').Workbench} Workbench
 * @typedef {import('./test-runners.js').TestRunner} TestRunner
 * @typedef {import('./test-counts.js').Counts} Counts
 * @typedef {import('./test-summary.js').TestResult} TestResult
 */

/**
 * Prepares, then runs every runner, whatever became of those before it, so that one run tells everything.
 *
 * @param {Workbench} workbench
 * @param {() => Promise<void>} prepared
 * @param {readonly TestRunner[]} runners
 * @returns {Promise<number>} The exit code.
 */
export async function runTests(workbench, prepared, runners) {
  /** @type {TestResult[]} */
  const results = [];
  const startedAt = performance.now();
  try {
    await prepared();
  } catch (error) {
    // It has said what failed. Whoever reads the last line alone must not miss it.
    if (!(error instanceof StepFailure)) throw error;
    const counts = { passed: 0, failed: 1, skipped: 0 };
    results.push({ name: 'Set-up', elapsedMs: performance.now() - startedAt, counts });
  }
  if (results.length === 0) {
    for (const runner of runners) results.push(await runRunner(workbench, runner));
  }
  const { text, isGood } = summary(results, workbench.host.root);
  workbench.screen.print(text);
  return isGood ? 0 : 1;
}

/**
 * @param {Workbench} workbench
 * @param {TestRunner} runner
 * @returns {Promise<TestResult>}
 */
async function runRunner({ host, screen, shell }, { name, tool, args, report }) {
  const line = screen.begin(name);
  const log = openLog(host.root, name);
  if (report !== undefined) freshReport(host.root, report.file);
  const { byHand = tool } = toolCommand(host, tool, args);
  const command = toolCommand(host, tool, [...args, ...(report?.args ?? [])]);
  /** @type {string[]} */
  const lines = [];
  const read = (/** @type {string} */ text) => {
    line.echo(text);
    lines.push(text);
    return text;
  };
  /** @type {StepFailure | undefined} */
  let failure;
  try {
    const env = { ...command.env, ...report?.env };
    await shell.run({ ...command, env, byHand }, { log, read });
  } catch (error) {
    if (!(error instanceof StepFailure)) {
      line.end(false, error instanceof Interrupted ? 'interrupted' : '');
      throw error;
    }
    failure = error;
  }
  const counts = countsOf(host.root, report, failure === undefined);
  const isGood = counts.failed === 0;
  line.end(isGood);
  if (!isGood) {
    failure ??= new StepFailure(`${tool} ended well, but its report does not show that`, {
      byHand,
      lines,
      log,
    });
    // Where lines scroll, the output has been shown already.
    screen.print(describeFailure(failure, screen.live ? Number.POSITIVE_INFINITY : 0));
  }
  return { name, elapsedMs: line.elapsedMs, counts };
}

/**
 * A report of an earlier run must not be taken for this one's.
 *
 * @param {string} root
 * @param {string} file
 * @returns {void}
 */
function freshReport(root, file) {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  rmSync(path.join(root, file), { force: true });
}

/**
 * A runner that failed has at least one failure, even where its report has none or is not there.
 *
 * @param {string} root
 * @param {import('./test-runners.js').Report | undefined} report
 * @param {boolean} hasSucceeded
 * @returns {Counts}
 */
function countsOf(root, report, hasSucceeded) {
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (report === undefined) return hasSucceeded ? { ...none, passed: 1 } : { ...none, failed: 1 };
  /** @type {Counts} */
  let counts;
  try {
    counts = report.count(JSON.parse(readFileSync(path.join(root, report.file), 'utf8')));
  } catch {
    // Whatever the runner's exit code says, a run that cannot be counted is not a good one.
    return { ...none, failed: 1 };
  }
  const isUntold = counts.failed === 0 && (!hasSucceeded || counts.passed === 0);
  return isUntold ? { ...counts, failed: 1 } : counts;
}
