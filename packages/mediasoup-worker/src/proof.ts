import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { checkStart } from './start-check.ts';
import { WorkerError } from './worker-error.ts';
import type { Environment } from './worker-place.ts';

/** Longest time that a candidate gets; a good one needs about half a second. */
const proofTimeoutMs = 15_000;

/** What the process of the proof reports. */
export type ProofReport =
  | { readonly ok: true; readonly packets: number }
  | { readonly ok: false; readonly why: string };

/** How to prove a candidate. */
export type ProofOptions = {
  readonly env: Environment;
  /** Default 15,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Proves that a worker serves real clients: RTP from a publisher to a viewer, through ICE, DTLS
 * and SRTP on 127.0.0.1. A worker that only starts may still die at the first handshake.
 *
 * @throws WorkerError `refused` with the reason, and the worker's exit code or signal if it died
 */
export async function proveWorker(binary: string, options: ProofOptions): Promise<void> {
  await checkStart(binary, options.env);
  const report = await runProof(binary, options);
  if (!report.ok) throw WorkerError.refused(`it failed with real clients: ${report.why}`);
}

async function runProof(binary: string, options: ProofOptions): Promise<ProofReport> {
  const timeoutMs = options.timeoutMs ?? proofTimeoutMs;
  const child = fork(fileURLToPath(new URL('./proof-run.ts', import.meta.url)), [binary], {
    // A group of its own: its end takes the candidate along, also one that never speaks.
    detached: true,
    env: { ...options.env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const patience = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([patience, options.signal]) : patience;
  try {
    return await Promise.race([firstReport(child, signal), earlyExit(child, signal)]);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!patience.aborted) throw error;
    return { ok: false, why: `no packet had reached the viewer after ${timeoutMs / 1000} s` };
  } finally {
    endGroup(child);
  }
}

async function firstReport(child: ChildProcess, signal: AbortSignal): Promise<ProofReport> {
  const [report] = await once(child, 'message', { signal });
  return report as ProofReport;
}

async function earlyExit(child: ChildProcess, signal: AbortSignal): Promise<ProofReport> {
  const [code, ended] = await once(child, 'exit', { signal });
  return { ok: false, why: `the proof itself ended with ${ended ?? `exit code ${code}`}` };
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the group is gone already.
  }
}
