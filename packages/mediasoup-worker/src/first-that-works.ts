import type { OnProgress } from './progress.ts';
import { messageOf, WorkerError } from './worker-error.ts';

/** One way to come by a worker. */
export type Way = {
  readonly source: 'prebuilt' | 'build';
  /** Such as "upstream's prebuilt binary". */
  readonly name: string;
  readonly make: () => Promise<{ readonly binary: string; readonly notes: readonly string[] }>;
};

/** A worker that has passed its proof. */
export type ProvedCandidate = {
  readonly binary: string;
  readonly source: Way['source'];
  readonly notes: readonly string[];
};

/**
 * Takes the ways in order and returns the first worker that passes the proof. What failed before
 * it becomes part of its notes.
 *
 * @throws WorkerError `none-worked` with every attempt's reason
 */
export async function firstThatWorks(
  ways: readonly Way[],
  prove: (binary: string) => Promise<void>,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<ProvedCandidate> {
  const failures: string[] = [];
  let last: unknown;
  for (const { source, name, make } of ways) {
    try {
      const { binary, notes } = await make();
      onProgress({ kind: 'step', step: 'prove', message: `proving ${name} with real clients` });
      await prove(binary);
      return { binary, source, notes: [...failures, ...notes] };
    } catch (error) {
      signal?.throwIfAborted();
      last = error;
      const failure = `${name}: ${messageOf(error)}`;
      failures.push(failure);
      onProgress({ kind: 'note', message: failure });
    }
  }
  throw WorkerError.noneWorked(failures, last);
}
