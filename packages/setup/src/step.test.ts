import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from './command.js';
import { runStep, type Step } from './step.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { debianHost, workbenchOn } from './testing/workbench.js';

/** A real program that writes 50 lines and then does as it is told. */
function program(end: string): Command {
  const script = `for (let i = 1; i <= 50; i++) console.error('line ' + i); ${end}`;
  return { file: process.execPath, args: ['-e', script], byHand: 'node make-it' };
}

function tryStep(command: Command) {
  const workbench = workbenchOn(debianHost(temporaryFolder()));
  const step: Pick<Step, 'name' | 'run'> = {
    name: 'Making it',
    run: async ({ log }) => {
      await workbench.shell.run(command, { log });
    },
  };
  return { ...workbench, done: runStep(workbench, step) };
}

describe('runStep', () => {
  it('says begin and end, and nothing of what a good program wrote', async () => {
    const { done, printed } = tryStep(program(''));
    await done;
    expect(printed()).toMatch(/^… Making it\n✓ Making it {2}\d+\.\d s\n$/);
  });

  it('names the step, what failed, the command, the log and the last 40 lines', async () => {
    const { done, printed, host } = tryStep(program('process.exitCode = 3;'));
    await expect(done).rejects.toThrow('exited with 3');
    const lines = printed().trimEnd().split('\n');
    expect(lines[1]).toMatch(/^✗ Making it/);
    expect(lines[2]).toBe(`  What failed:     ${path.basename(process.execPath)} exited with 3`);
    expect(lines[3]).toBe('  Run it by hand:  node make-it');
    expect(lines[4]).toBe('  Full log:        .setup/logs/making-it.log');
    expect(lines.slice(6)).toEqual(Array.from({ length: 40 }, (_, i) => `  │ line ${i + 11}`));
    const log = readFileSync(path.join(host.root, '.setup/logs/making-it.log'), 'utf8');
    expect(log.split('\n').slice(0, 2)).toEqual(['$ node make-it', 'line 1']);
  });

  it('tells of a program that a signal ended', async () => {
    const { done } = tryStep(program("process.kill(process.pid, 'SIGKILL');"));
    await expect(done).rejects.toThrow('was ended by SIGKILL');
  });

  it('tells of a program that is not there', async () => {
    const { done, printed } = tryStep({ file: 'no-such-program', args: ['now'] });
    await expect(done).rejects.toThrow('could not be started');
    expect(printed()).toContain('Run it by hand:  no-such-program now');
  });

  it('tells where nothing can be written', async () => {
    const root = temporaryFolder();
    // A file where the folder should be stops root as well.
    writeFileSync(path.join(root, '.setup'), '');
    const workbench = workbenchOn(debianHost(root));
    const done = runStep(workbench, { name: 'Making it', run: async () => undefined });
    await expect(done).rejects.toThrow(`${root} cannot be written to`);
    expect(workbench.printed()).toContain('✗ Making it');
  });
});
