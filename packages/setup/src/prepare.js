import { aptStep } from './apt-step.js';
import { bundleStep } from './bundle-step.js';
import { chromeStep } from './chrome-step.js';
import { clipStep } from './clip-step.js';
import { dependenciesStep } from './dependencies-step.js';
import { runStep } from './step.js';
import { workerStep } from './worker-step.js';

/**
 * What a command needs beyond the dependencies, FFmpeg and the worker.
 *
 * @typedef {object} Needs
 * @property {boolean} [bundle] The pages and the server, built.
 * @property {boolean} [browser] A Chromium for the browser tests.
 * @property {boolean} [clip] The clip that synthetic publishers send.
 */

/**
 * Does what is missing, in order, after saying what that is. A machine where nothing is missing pays for a
 * few hundred file reads and starts no process.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @param {Needs} needs
 * @returns {Promise<void>}
 */
export async function prepare(workbench, needs) {
  const { screen } = workbench;
  const steps = [
    aptStep(workbench, needs),
    dependenciesStep(workbench),
    chromeStep(workbench, needs),
    workerStep(workbench),
    bundleStep(workbench, needs),
    clipStep(workbench, needs),
  ].filter((step) => step !== undefined);
  if (steps.length === 0) return;
  screen.print('Setting up:');
  const width = Math.max(...steps.map((step) => step.name.length));
  for (const step of steps) screen.print(`  ${step.name.padEnd(width)}  ${step.will}`);
  screen.print();
  for (const step of steps) await runStep(workbench, step);
  screen.print();
}
