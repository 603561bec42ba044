import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tallylight-command-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** Starts the command as a user does, on ports that this file has for itself. */
function start(env: Record<string, string> = {}, args: string[] = []) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: dir,
    env: {
      ...process.env,
      TALLYLIGHT_HOST: '127.0.0.1',
      TALLYLIGHT_PORT: '28301',
      TALLYLIGHT_MEDIA_PORT: '28302',
      TALLYLIGHT_ANNOUNCED_ADDRESSES: '127.0.0.1',
      TALLYLIGHT_DATA_DIR: join(dir, 'data'),
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    child,
    exited,
    stdout: () => stdout,
    stderr: () => stderr,
    up: () => vi.waitFor(() => expect(stdout).toContain('Tallylight is up'), { timeout: 8_000 }),
    workerPid: () =>
      Number(/"pid":(\d+),"port":\d+,"msg":"media worker started"/.exec(stderr)?.[1]),
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('prints the studio link with its key once, and ends at SIGTERM without a child left', {
  timeout: 20_000,
}, async () => {
  const first = start();
  await first.up();
  const key = /Studio +http:\/\/localhost:28301\/studio\/live#key=([\w-]+)/.exec(
    first.stdout(),
  )?.[1];
  expect(key).toBeDefined();
  expect(first.stdout()).toContain('http://localhost:28301/watch/live');
  const pid = first.workerPid();
  expect(isRunning(pid)).toBe(true);
  first.child.kill('SIGTERM');
  expect(await first.exited).toEqual([0, null]);
  expect(isRunning(pid)).toBe(false);

  const second = start({}, ['--new-key']);
  await second.up();
  const renewed = /#key=([\w-]+)/.exec(second.stdout())?.[1];
  expect(renewed).toBeDefined();
  expect(renewed).not.toBe(key);
  second.child.kill('SIGINT');
  expect(await second.exited).toEqual([0, null]);
});

test('leaves no media worker behind when it is killed', { timeout: 20_000 }, async () => {
  const server = start();
  await server.up();
  const pid = server.workerPid();
  server.child.kill('SIGKILL');
  await server.exited;
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5_000 });
});

test('a port that is taken is named, with the way out', async () => {
  const other = createServer().listen(28301, '127.0.0.1');
  await once(other, 'listening');
  const server = start();
  expect(await server.exited).toEqual([1, null]);
  expect(server.stderr()).toContain('Port 28301 is taken');
  expect(server.stderr()).toContain('TALLYLIGHT_PORT=28302 npm start');
  other.close();
});

test('a configuration that can not be used is told whole', async () => {
  await writeFile(join(dir, 'tallylight.json'), '{"port": "x", "colour": 1}');
  const server = start({ TALLYLIGHT_PORT: '', TALLYLIGHT_WORKERS: 'many' });
  expect(await server.exited).toEqual([1, null]);
  for (const name of ['tallylight.json "port"', 'tallylight.json "colour"', 'TALLYLIGHT_WORKERS']) {
    expect(server.stderr()).toContain(name);
  }
});
