import { statSync } from 'node:fs';
import path from 'node:path';
import { dependenciesDigest } from './dependencies-step.js';
import { isExecutable } from './executables.js';
import { runtimePath } from './runtime.js';
import { clearStamp, digest, filesBelow, readStamp, writeStamp } from './stamp.js';
import { StepFailure } from './step-failure.js';

/** @typedef {import('./host.js').Host} Host */

const stampFile = 'node_modules/.tallylight/mediasoup-worker';
const folder = 'packages/mediasoup-worker';
const entry = `${folder}/src/main.ts`;

/**
 * The mediasoup worker is looked for, fetched, or built by its own package; here is remembered what that
 * came to, so that the next start need not ask.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @returns {import('./step.js').Step | undefined}
 */
export function workerStep({ host, shell }) {
  const stamp = path.join(host.root, stampFile);
  const wanted = workerDigest(host);
  const known = workerPath(host);
  if (known !== undefined && readStamp(stamp) === stampOf(wanted, known)) return undefined;
  const file = runtimePath(host);
  return {
    name: 'mediasoup worker',
    will: 'find it or fetch it; where neither works, install compilers and build it (3 to 5 minutes)',
    run: async ({ line, log }) => {
      clearStamp(stamp);
      line.standAside();
      const command = { file, args: [entry], byHand: `${path.relative(host.root, file)} ${entry}` };
      const lines = await shell.run(command, { log, ownStderr: true });
      const binary = lines.at(-1) ?? '';
      if (!isExecutable(binary)) {
        throw StepFailure.leftToYou(`${entry} named no program: "${binary}"`, command.byHand);
      }
      writeStamp(stamp, stampOf(wanted, binary));
    },
  };
}

/**
 * The worker that the last set-up settled on.
 *
 * @param {Pick<Host, 'root'>} host
 * @returns {string | undefined}
 */
export function workerPath(host) {
  const binary = readStamp(path.join(host.root, stampFile))?.split('\n')[1];
  return binary !== undefined && isExecutable(binary) ? binary : undefined;
}

/**
 * @param {Host} host
 * @returns {string}
 */
function workerDigest(host) {
  const keep = (/** @type {string} */ name) => name !== 'node_modules' && !name.includes('.test.');
  const sources = filesBelow(host.root, folder, keep);
  // A worker that was built here uses the system's libraries.
  return digest(host.root, sources, [
    dependenciesDigest(host),
    host.osRelease,
    host.env['MEDIASOUP_WORKER_BIN'] ?? '',
  ]);
}

/**
 * @param {string} wanted
 * @param {string} binary
 * @returns {string}
 */
function stampOf(wanted, binary) {
  const { size, mtimeMs } = statSync(binary);
  return [wanted, binary, size, mtimeMs].join('\n');
}
