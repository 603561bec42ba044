#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { lastLogLines } from './build-log.ts';
import { findWorker, type ResolvedWorker } from './find-worker.ts';
import { ProgressPrinter } from './progress-printer.ts';
import { resolveWorker } from './resolve-worker.ts';
import { messageOf, WorkerError } from './worker-error.ts';
import { findWorkerPlace } from './worker-place.ts';

const usage = `Usage: tallylight-mediasoup-worker [--find] [--quiet]
Prints the path of a proved mediasoup-worker, after fetching or building it where needed.
  --find   only look: fetch and build nothing, exit with 1 where there is none
  --quiet  say nothing on the way; errors are printed all the same
`;
const logLinesShown = 20;
/** What a shell gives for a program that SIGINT ended. */
const stoppedBySignal = 130;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      find: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { env } = process;
  const printer = new ProgressPrinter(process.stderr);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
  }
  const options = {
    env,
    signal: interrupted.signal,
    ...(values.quiet ? {} : { onProgress: printer.print.bind(printer) }),
  };
  const { folder, log } = await findWorkerPlace(env);
  let worker: ResolvedWorker | undefined;
  try {
    worker = values.find ? await findWorker(options) : await resolveWorker(options);
    if (worker === undefined) throw WorkerError.notFound(folder);
  } catch (error) {
    if (interrupted.signal.aborted) {
      printer.line(messageOf(interrupted.signal.reason));
      return stoppedBySignal;
    }
    await complain(printer, error, log);
    return 1;
  }
  process.stdout.write(`${worker.path}\n`);
  return 0;
}

async function complain(printer: ProgressPrinter, error: unknown, log: string): Promise<void> {
  // Other errors are faults of this program's, and their stack is what helps.
  const known = error instanceof WorkerError || !(error instanceof Error);
  printer.line(known ? messageOf(error) : (error.stack ?? error.message));
  if (!(error instanceof WorkerError) || error.reason !== 'none-worked') return;
  printer.line(`\nThe last lines of ${log}:`);
  for (const line of await lastLogLines(log, logLinesShown)) printer.line(`  ${line}`);
}

process.exitCode = await main();
