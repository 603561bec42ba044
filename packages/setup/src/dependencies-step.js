import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PnpmProgress } from './pnpm-progress.js';
import { runtimePath } from './runtime.js';
import { clearStamp, digest, readStamp, writeStamp } from './stamp.js';
import { StepFailure } from './step-failure.js';

/** @typedef {import('./host.js').Host} Host */

const stampFile = 'node_modules/.tallylight/dependencies';
const install = ['-y', 'pnpm@12', 'install', '--frozen-lockfile'];

/**
 * @param {import('./launch.js').Workbench} workbench
 * @returns {import('./step.js').Step | undefined}
 */
export function dependenciesStep({ host, shell }) {
  const stamp = path.join(host.root, stampFile);
  const wanted = dependenciesDigest(host);
  if (readStamp(stamp) === wanted && isInstalled(host)) return undefined;
  return {
    name: 'Dependencies',
    will: 'fetch pnpm 12 and with it the npm packages (Node 24 is one), about 500 MB in node_modules',
    run: async ({ line, log }) => {
      clearStamp(stamp);
      const progress = new PnpmProgress();
      line.progress(undefined, 'fetching pnpm');
      await shell.run(
        {
          file: 'npx',
          args: [...install, '--reporter=ndjson'],
          // Without it pnpm may ask whether an old node_modules can go, and nobody would answer.
          env: { CI: 'true' },
          byHand: ['npx', ...install].join(' '),
        },
        {
          log,
          read: (text) => {
            const words = progress.read(text);
            line.progress(progress.fraction, progress.detail);
            return words;
          },
        },
      );
      await proveRuntime({ host, shell, log });
      writeStamp(stamp, wanted);
    },
  };
}

/**
 * Changes with anything that pnpm reads to decide what to install.
 *
 * @param {Pick<Host, 'root' | 'platform' | 'arch'>} host
 * @returns {string}
 */
export function dependenciesDigest(host) {
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'];
  const manifests = workspaceFolders(host.root).map((folder) => path.join(folder, 'package.json'));
  return digest(host.root, [...files, ...manifests], [host.platform, host.arch]);
}

/**
 * The folders that pnpm-workspace.yaml names. It is not parsed: this runs before a YAML parser is there.
 *
 * @param {string} root
 * @returns {string[]}
 */
function workspaceFolders(root) {
  const nested = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => path.join(parent, name)),
  );
  return [...nested, 'e2e'].filter((folder) => existsSync(path.join(root, folder, 'package.json')));
}

/**
 * Whether the folders are there that an install makes; somebody may have removed one since.
 *
 * @param {Host} host
 * @returns {boolean}
 */
function isInstalled(host) {
  const made = workspaceFolders(host.root)
    .filter((folder) => hasDependencies(path.join(host.root, folder, 'package.json')))
    .map((folder) => path.join(host.root, folder, 'node_modules'));
  return [runtimePath(host), ...made].every((file) => existsSync(file));
}

/**
 * @param {string} manifest
 * @returns {boolean}
 */
function hasDependencies(manifest) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
}

/**
 * A Node that was installed may still not run: the pinned one wants glibc, which Alpine has not.
 *
 * @param {Pick<import('./launch.js').Workbench, 'host' | 'shell'> & { log: string }} where
 * @returns {Promise<void>}
 */
async function proveRuntime({ host, shell, log }) {
  const file = runtimePath(host);
  const [version] = await shell.run({ file, args: ['--version'] }, { log });
  if (version === undefined || Number.parseInt(version.slice(1), 10) < 24) {
    throw StepFailure.leftToYou(`${file} is Node ${version}, not 24 or newer`, `${file} --version`);
  }
}
