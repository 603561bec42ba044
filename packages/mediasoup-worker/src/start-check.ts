import { execFile } from 'node:child_process';
import { messageOf, WorkerError } from './worker-error.ts';
import type { Environment } from './worker-place.ts';

/** What a worker exits with when it isn't told which mediasoup has started it. */
const noVersionGiven = 41;
const timeoutMs = 5000;

/**
 * Proves that a worker's program loads on this machine: its libraries are there and it is a
 * mediasoup-worker at all. It takes some milliseconds and says nothing of how it treats clients.
 *
 * @throws WorkerError `refused`
 */
export async function checkStart(binary: string, env: Environment): Promise<void> {
  const { MEDIASOUP_VERSION: _, ...bare } = env;
  const problem = await new Promise<string | undefined>((resolve) => {
    execFile(
      binary,
      { env: bare, timeout: timeoutMs, killSignal: 'SIGKILL' },
      (error, _, stderr) => {
        if (error?.code === noVersionGiven) return resolve(undefined);
        const said = stderr.trim().split('\n').at(-1) ?? '';
        return resolve([exitOf(error), said].filter((part) => part !== '').join('; '));
      },
    );
  });
  if (problem !== undefined) throw WorkerError.refused(`it does not start here: ${problem}`);
}

function exitOf(
  error: (Error & { code?: unknown; signal?: unknown; killed?: unknown }) | null,
): string {
  if (error === null) return `exit code 0 where a worker gives ${noVersionGiven}`;
  if (error.killed === true) return `still running after ${timeoutMs / 1000} s`;
  if (typeof error.signal === 'string') return `it died of ${error.signal}`;
  if (typeof error.code === 'number')
    return `exit code ${error.code} where a worker gives ${noVersionGiven}`;
  return messageOf(error);
}
