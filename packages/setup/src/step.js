import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Interrupted } from './shell.js';
import { describeFailure, StepFailure } from './step-failure.js';

/**
 * One thing to do before a command can do its own.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} will What it is going to do to this machine; said before anything is done.
 * @property {(at: StepRun) => Promise<void>} run
 *
 * @typedef {object} StepRun
 * @property {import('./step-line.js').StepLine} line
 * @property {string} log File that takes the output of the step's programs.
 */

/** Enough to hold the reason a tool gives, little enough to see the step's name above it. */
const shownLines = 40;

/**
 * Does a step and says so; a failure is reported here and thrown on.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @param {Pick<Step, 'name' | 'run'>} step
 * @returns {Promise<void>}
 */
export async function runStep({ host, screen }, step) {
  const line = screen.begin(step.name);
  try {
    const log = openLog(host.root, step.name);
    await step.run({ line, log });
    line.end(true);
  } catch (error) {
    line.end(false, error instanceof Interrupted ? 'interrupted' : '');
    if (error instanceof StepFailure) screen.print(describeFailure(error, shownLines));
    throw error;
  }
}

/**
 * A fresh log for a step. It keeps the output of the last time only.
 *
 * @param {string} root
 * @param {string} name
 * @returns {string} Its path, relative to the root.
 */
export function openLog(root, name) {
  const log = path.join('.setup/logs', `${name.toLowerCase().replaceAll(/\W+/g, '-')}.log`);
  try {
    mkdirSync(path.join(root, path.dirname(log)), { recursive: true });
    rmSync(path.join(root, log), { force: true });
  } catch (cause) {
    throw StepFailure.notWritable(root, cause);
  }
  return log;
}
