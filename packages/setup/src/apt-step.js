import { spawnSync } from 'node:child_process';
import { readAptStatus } from './apt-progress.js';
import { commandLine } from './command.js';
import { findExecutable } from './executables.js';
import { StepFailure } from './step-failure.js';
import { missingPrograms } from './system-programs.js';

/**
 * @typedef {import('./host.js').Host} Host
 * @typedef {import('./command.js').Command} Command
 */

/**
 * The status lines share the standard output with everything else, because sudo closes any other channel.
 * The lock may be held by an upgrade that the machine does by itself after its first boot.
 */
const options = [
  '-o',
  'APT::Status-Fd=1',
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  'Acquire::Retries=3',
];

/**
 * Whatever is missing of the system's own packages.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @param {{ browser?: boolean }} needs
 * @returns {import('./step.js').Step | undefined}
 */
export function aptStep({ host, shell }, needs) {
  const missing = missingPrograms(host, needs).filter(
    (program) => !comesOtherwise(host, program.aptPackage),
  );
  if (missing.length === 0) return undefined;
  const packages = missing.map((program) => program.aptPackage);
  const what = missing.map((program) => `${program.aptPackage} (${program.purpose})`).join(', ');
  const power = host.distribution === undefined ? undefined : aptPower(host, sudoNeedsNoPassword);
  return {
    name: 'System packages',
    will: `install with apt-get${power === 'sudo' ? ' and sudo' : ''}: ${what}`,
    run: async ({ line, log }) => {
      if (power === undefined) throw cannotInstall(host, packages);
      const [update, install] = aptCommands(power, packages);
      // How many lists there are to fetch, apt-get finds out on the way.
      await shell.run(update, {
        log,
        read: follow((status) => line.progress(undefined, status.words)),
      });
      await shell.run(install, {
        log,
        read: follow((status) => line.progress(status.fraction, status.words)),
      });
      const still = missingPrograms(host, needs).filter((program) => missing.includes(program));
      if (still.length > 0) {
        const names = still.map((program) => program.name).join(', ');
        throw StepFailure.leftToYou(
          `not on the PATH after their installation: ${names}`,
          manualInstall(host, packages),
        );
      }
    },
  };
}

/**
 * Ubuntu's chromium package is a stand-in for a snap, which runs in no container and as no service.
 *
 * @param {Pick<Host, 'distribution'>} host
 * @param {string} aptPackage
 * @returns {boolean}
 */
function comesOtherwise(host, aptPackage) {
  return host.distribution === 'ubuntu' && aptPackage === 'chromium';
}

/**
 * By what right apt-get may be called.
 *
 * @param {Pick<Host, 'isRoot' | 'env'>} host
 * @param {(host: Pick<Host, 'env'>) => boolean} canSudo
 * @returns {'root' | 'sudo' | undefined}
 */
export function aptPower(host, canSudo) {
  if (host.isRoot) return 'root';
  return canSudo(host) ? 'sudo' : undefined;
}

/**
 * @param {'root' | 'sudo'} power
 * @param {readonly string[]} packages
 * @returns {[Command, Command]} To fetch the lists, and to install.
 */
export function aptCommands(power, packages) {
  // sudo drops the environment, so the variable is set behind it.
  const aptGet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options];
  const words = power === 'root' ? aptGet : ['sudo', '-n', ...aptGet];
  const command = (/** @type {string[]} */ ...rest) => {
    const [file = '', ...args] = [...words, ...rest];
    const byHand = ['apt-get', ...rest];
    return { file, args, byHand: (power === 'root' ? byHand : ['sudo', ...byHand]).join(' ') };
  };
  return [command('update'), command('install', '-y', '--no-install-recommends', ...packages)];
}

/**
 * @param {(status: import('./apt-progress.js').AptStatus) => void} tell
 * @returns {(line: string) => string | undefined}
 */
function follow(tell) {
  return (line) => {
    const status = readAptStatus(line);
    if (status === undefined) return line;
    tell(status);
    return undefined;
  };
}

/**
 * @param {Pick<Host, 'distribution' | 'platform' | 'isRoot'>} host
 * @param {readonly string[]} packages
 * @returns {string}
 */
export function manualInstall(host, packages) {
  if (host.distribution !== undefined) {
    return aptCommands(host.isRoot ? 'root' : 'sudo', packages)
      .map(commandLine)
      .join(' && ');
  }
  if (host.platform === 'darwin') return `brew install ${packages.join(' ')}`;
  return `install ${packages.join(' and ')} with the package manager of this system`;
}

/**
 * @param {Host} host
 * @param {readonly string[]} packages
 * @returns {StepFailure}
 */
function cannotInstall(host, packages) {
  const why =
    host.distribution === undefined
      ? 'set-up installs system packages on Debian and Ubuntu alone'
      : 'this user is not root and has no sudo without a password';
  return StepFailure.leftToYou(
    `missing: ${packages.join(', ')}; ${why}`,
    manualInstall(host, packages),
  );
}

/**
 * @param {Pick<Host, 'env'>} host
 * @returns {boolean}
 */
export function sudoNeedsNoPassword(host) {
  const sudo = findExecutable(['sudo'], host.env['PATH']);
  return sudo !== undefined && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0;
}
