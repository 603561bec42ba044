import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { exitCode, Interrupted, Shell } from './shell.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { debianHost } from './testing/workbench.js';

function node(script: string) {
  return { file: process.execPath, args: ['-e', script] };
}

const waiting = "require('fs').writeFileSync('up', ''); setInterval(() => {}, 1000);";

function shellIn(root: string): Shell {
  return new Shell(debianHost(root, { env: { PATH: '/usr/bin:/bin' } }));
}

async function isUp(root: string): Promise<void> {
  await vi.waitFor(() => expect(existsSync(path.join(root, 'up'))).toBe(true), 5_000);
}

describe('Shell.run', () => {
  it('keeps what the reader answers, without colours', async () => {
    const shell = shellIn(temporaryFolder());
    const read = (line: string) => (line === 'noise' ? undefined : line.toUpperCase());
    const command = node("console.log('\\u001b[32mgood\\u001b[0m\\nnoise'); console.error('last')");
    const lines = await shell.run(command, { log: 'log', read });
    expect(lines.toSorted()).toEqual(['GOOD', 'LAST']);
  });

  it('does not wait for ever for what the program left running', async () => {
    const shell = shellIn(temporaryFolder());
    const command = { file: 'sh', args: ['-c', 'sleep 5 & echo done'] };
    expect(await shell.run(command, { log: 'log' })).toEqual(['done']);
  });

  it('is interrupted by a stop, and starts nothing after it', async () => {
    const root = temporaryFolder();
    const shell = shellIn(root);
    const running = shell.run(node(waiting), { log: 'log' });
    await isUp(root);
    shell.stop('SIGTERM');
    await expect(running).rejects.toThrow(Interrupted);
    await expect(shell.run(node(''), { log: 'log' })).rejects.toMatchObject({ exitCode: 143 });
  });
});

describe('Shell.attach', () => {
  it("passes the program's exit code on", async () => {
    expect(await shellIn(temporaryFolder()).attach([node('process.exitCode = 7')])).toBe(7);
  });

  it('ends the others when one ends', async () => {
    const root = temporaryFolder();
    const both = shellIn(root).attach([node(waiting), node('process.exitCode = 2')]);
    expect(await both).toBe(2);
  });

  it('passes a signal on and lets the program end in its own way', async () => {
    const root = temporaryFolder();
    const shell = shellIn(root);
    const orderly = "process.on('SIGTERM', () => setTimeout(() => process.exit(5), 100));";
    const running = shell.attach([node(`${orderly} ${waiting}`)]);
    await isUp(root);
    shell.stop('SIGTERM');
    shell.stop('SIGTERM');
    expect(await running).toBe(5);
  });
});

it('reports a signal as a shell does', () => {
  expect(exitCode({ code: 0, signal: null })).toBe(0);
  expect(exitCode({ code: null, signal: 'SIGINT' })).toBe(130);
});
