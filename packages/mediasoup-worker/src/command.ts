import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BuildLog } from './build-log.ts';
import { shellCommand } from './shell-words.ts';
import { messageOf, WorkerError } from './worker-error.ts';
import type { Environment } from './worker-place.ts';

/** What every command of one build shares. */
export type CommandContext = {
  readonly env: Environment;
  readonly log: BuildLog;
  readonly signal?: AbortSignal | undefined;
};

/** One program to run. */
export type Command = {
  /** Named in the error when it fails, such as "compiling the worker". */
  readonly step: string;
  readonly words: readonly [string, ...string[]];
  readonly folder?: string;
  readonly env?: Environment;
  /** Called with every line of both outputs. */
  readonly onLine?: (line: string) => void;
};

/**
 * Runs a program to its end and returns the lines of its two outputs together.
 *
 * @throws WorkerError `step-failed` with the command to run by hand
 */
export async function runCommand(context: CommandContext, command: Command): Promise<string[]> {
  const { words, folder } = command;
  const [program, ...programArguments] = words;
  const byHand = shellCommand(words, folder);
  context.log.write(`$ ${byHand}`);
  const lines: string[] = [];
  const onLine = (line: string): void => {
    lines.push(line);
    context.log.write(line);
    command.onLine?.(line);
  };
  const why = await new Promise<string | undefined>((resolve) => {
    const child = spawn(program, programArguments, {
      // Messages are parsed here and pasted into reports, so they are wanted untranslated.
      env: { ...context.env, ...command.env, LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: context.signal,
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    createInterface({ input: child.stdout }).on('line', onLine);
    createInterface({ input: child.stderr }).on('line', onLine);
    child.once('error', (error) => resolve(messageOf(error)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === null ? `exit code ${code}` : `ended by ${signal}`);
    });
  });
  context.signal?.throwIfAborted();
  if (why !== undefined) {
    context.log.write(`${program}: ${why}`);
    throw WorkerError.stepFailed(command.step, byHand, why);
  }
  return lines;
}
