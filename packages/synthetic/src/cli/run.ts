import { recipeFor } from '../clip/clip-choice.ts';
import { clipCacheFolder, makeClip } from '../clip/make-clip.ts';
import { SyntheticError } from '../errors.ts';
import { readCommandLine } from './command-line.ts';
import { runPublish } from './publish.ts';
import type { Terminal } from './terminal.ts';
import { runWatch } from './watch.ts';

/** Exit codes: what was asked for happened, it didn't, the question made no sense. */
const exitCode = { success: 0, failure: 1, usage: 2 } as const;

/** Runs a command line; returns the exit code. Errors this package knows are told in one line. */
export async function runCommandLine(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
  terminal: Terminal,
): Promise<number> {
  try {
    return await runCommand(argv, environment, terminal);
  } catch (error) {
    if (!(error instanceof SyntheticError)) throw error;
    terminal.err(`tallylight-synthetic: ${error.message}\n`);
    return error.reason === 'usage' ? exitCode.usage : exitCode.failure;
  }
}

async function runCommand(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
  terminal: Terminal,
): Promise<number> {
  const command = readCommandLine(argv, environment);
  switch (command.name) {
    case 'help':
      terminal.out(command.text);
      return exitCode.success;
    case 'clip':
      terminal.out(
        `${await makeClip({
          cacheFolder: command.folder ?? clipCacheFolder(environment),
          recipe: recipeFor(command.choice),
        })}\n`,
      );
      return exitCode.success;
    case 'publish': {
      const cacheFolder = clipCacheFolder(environment);
      const recipe = recipeFor(command.choice);
      return runPublish(
        { ...command, clip: command.clip ?? (await makeClip({ cacheFolder, recipe })) },
        terminal,
      );
    }
    case 'watch':
      return runWatch(command, terminal);
  }
}
