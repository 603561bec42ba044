import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type CommandContext, runCommand } from './command.ts';
import type { OnProgress } from './progress.ts';
import { shellCommand } from './shell-words.ts';
import { WorkerError } from './worker-error.ts';
import type { Environment } from './worker-place.ts';

const execute = promisify(execFile);

/** The Debian and Ubuntu packages that a build needs. */
export const buildPackages: readonly string[] = [
  'meson',
  'ninja-build',
  'g++',
  'pkg-config',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  // For `apt-get source`.
  'dpkg-dev',
];

// Other installations may be running; apt waits this many seconds for them.
const aptOptions = ['-o', 'DPkg::Lock::Timeout=300'];

/**
 * The packages of {@link buildPackages} that are not installed. On a system without dpkg nobody
 * can say, so none are; the build's own configuration names what is missing there.
 */
export async function missingBuildPackages(env: Environment): Promise<string[]> {
  const format = `\${db:Status-Status} \${Package}\n`;
  let listing: string;
  try {
    // It exits with 1 when it doesn't know one of them, and lists the others.
    const words = ['-W', '-f', format, ...buildPackages];
    ({ stdout: listing } = await execute('dpkg-query', words, { env }));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('stdout' in error)) throw error;
    if (error.code === 'ENOENT') return [];
    listing = String(error.stdout);
  }
  return missingIn(listing, buildPackages);
}

/** The packages that a listing of `<status> <package>` lines does not call installed. */
export function missingIn(listing: string, packages: readonly string[]): string[] {
  const installed = new Set(
    listing
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return packages.filter((name) => !installed.has(name));
}

/** The command that installs packages, with `sudo` where the user is not root. */
export function installCommand(packages: readonly string[], root: boolean): string {
  const sudo = root ? [] : ['sudo'];
  return shellCommand([...sudo, 'apt-get', 'install', '-y', ...packages]);
}

/**
 * Installs the packages that are missing, as root or through a sudo that asks for no password.
 *
 * @throws WorkerError `packages-missing` with the command for someone who may, or `step-failed`
 */
export async function installBuildPackages(
  context: CommandContext,
  onProgress: OnProgress,
): Promise<void> {
  const packages = await missingBuildPackages(context.env);
  if (packages.length === 0) return;
  const root = process.getuid?.() === 0;
  if (!root && !(await sudoWithoutPassword(context.env))) {
    throw WorkerError.packagesMissing(packages, installCommand(packages, root));
  }
  const message = `installing with apt-get: ${packages.join(' ')}`;
  onProgress({ kind: 'step', step: 'packages', message });
  const apt = root ? (['apt-get'] as const) : (['sudo', '-n', 'apt-get'] as const);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const refresh = {
    step: 'refreshing the package lists',
    words: [...apt, ...aptOptions, 'update'],
    env,
  } as const;
  // Old lists are often good enough, and the installation says it when they are not.
  await runCommand(context, refresh).catch(() => undefined);
  context.signal?.throwIfAborted();
  await runCommand(context, {
    step: 'installing the packages that the build needs',
    words: [...apt, ...aptOptions, 'install', '-y', '--no-install-recommends', ...packages],
    env,
  });
}

async function sudoWithoutPassword(env: Environment): Promise<boolean> {
  return execute('sudo', ['-n', 'true'], { env }).then(
    () => true,
    () => false,
  );
}
