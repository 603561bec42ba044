import path from 'node:path';
import { commandLine } from './command.js';

/**
 * @typedef {import('./command.js').Command} Command
 * @typedef {import('./shell.js').Ending} Ending
 */

/** Why a step could not be done, in words for the person who has to do something about it. */
export class StepFailure extends Error {
  /**
   * @param {string} message What went wrong.
   * @param {{ byHand?: string, lines?: readonly string[], log?: string, cause?: unknown }} details
   */
  constructor(message, { byHand, lines = [], log, cause } = {}) {
    super(message, { cause });
    /** What to type at the root of the repository. */
    this.byHand = byHand;
    /** What the failed program said. */
    this.lines = lines;
    /** The file that has all of it. */
    this.log = log;
  }

  /**
   * @param {{ command: Command, ending: Ending, lines: readonly string[], log?: string }} what
   * @returns {StepFailure}
   */
  static ofCommand({ command, ending, lines, log }) {
    const how =
      ending.signal === null ? `exited with ${ending.code}` : `was ended by ${ending.signal}`;
    const details = { byHand: commandLine(command), lines, ...(log === undefined ? {} : { log }) };
    return new StepFailure(`${path.basename(command.file)} ${how}`, details);
  }

  /**
   * @param {Command} command
   * @param {Error} cause
   * @returns {StepFailure}
   */
  static notStarted(command, cause) {
    const message = `${command.file} could not be started: ${cause.message}`;
    return new StepFailure(message, { byHand: commandLine(command), cause });
  }

  /**
   * @param {string} folder
   * @param {unknown} cause
   * @returns {StepFailure}
   */
  static notWritable(folder, cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new StepFailure(`${folder} cannot be written to: ${reason}`, { cause });
  }

  /**
   * The step is not ours to do on this machine.
   *
   * @param {string} message
   * @param {string} byHand
   * @returns {StepFailure}
   */
  static leftToYou(message, byHand) {
    return new StepFailure(message, { byHand });
  }
}

/**
 * The report under a failed step.
 *
 * @param {StepFailure} failure
 * @param {number} lineLimit How many lines of the program's output to show, from its end.
 * @returns {string}
 */
export function describeFailure(failure, lineLimit) {
  const shown = failure.lines.slice(-lineLimit || failure.lines.length);
  const report = [`  What failed:     ${failure.message}`];
  if (failure.byHand !== undefined) report.push(`  Run it by hand:  ${failure.byHand}`);
  if (failure.log !== undefined) report.push(`  Full log:        ${failure.log}`);
  if (shown.length > 0) {
    const part =
      shown.length < failure.lines.length ? `the last ${shown.length} lines` : 'all of it';
    report.push(`  Its output (${part}):`, ...shown.map((line) => `  │ ${line}`));
  }
  return report.join('\n');
}
