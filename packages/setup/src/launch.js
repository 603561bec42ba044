import { onEnd } from './endings.js';
import { readHost } from './host.js';
import { hostProblem } from './runtime.js';
import { Screen } from './screen.js';
import { Interrupted, Shell } from './shell.js';
import { StepFailure } from './step-failure.js';

/**
 * What every step works with.
 *
 * @typedef {object} Workbench
 * @property {import('./host.js').Host} host
 * @property {Screen} screen
 * @property {Shell} shell
 */

/**
 * Runs one command of package.json: `main` is handed a workbench and answers with the exit code.
 *
 * @param {(workbench: Workbench, args: string[]) => Promise<number>} main
 * @param {NodeJS.WriteStream} [stream] Where set-up talks.
 * @returns {Promise<void>}
 */
export async function launch(main, stream = process.stdout) {
  const host = readHost();
  const screen = Screen.on(stream, host.env);
  const problem = hostProblem(host);
  if (problem !== undefined) {
    screen.print(problem);
    process.exitCode = 1;
    return;
  }
  const shell = new Shell(host);
  const forget = onEnd(host.env, (signal) => shell.stop(signal));
  try {
    process.exitCode = await main({ host, screen, shell }, process.argv.slice(2));
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  } finally {
    forget();
  }
}

/**
 * A failed step has been told of where it failed; anything else is a fault of ours and keeps its stack.
 *
 * @param {unknown} error
 * @returns {number}
 */
function exitCodeOf(error) {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof StepFailure) return 1;
  throw error;
}
