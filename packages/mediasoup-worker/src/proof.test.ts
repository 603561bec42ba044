import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foundWorker, testEnv } from './found-worker.fixture.ts';
import { proveWorker } from './proof.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

async function script(...lines: string[]): Promise<string> {
  const path = join(await temporaryFolder(), 'mediasoup-worker');
  await writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return path;
}

/** What every worker does when nobody tells it the version. */
const startsAlone = '[ -n "$MEDIASOUP_VERSION" ] || exit 41';

describe('a proof', { timeout: 30_000 }, () => {
  it('passes the worker at hand', async () => {
    await proveWorker(await foundWorker(), { env: testEnv });
  });

  it('refuses a program that exits', async () => {
    const binary = await script('echo "libuv.so.1: cannot open" >&2', 'exit 127');
    await expect(proveWorker(binary, { env: testEnv })).rejects.toMatchObject({
      reason: 'refused',
      message:
        'it does not start here: exit code 127 where a worker gives 41; libuv.so.1: cannot open',
    });
  });

  it('refuses what can not be executed', async () => {
    const binary = join(await temporaryFolder(), 'nothing');
    await expect(proveWorker(binary, { env: testEnv })).rejects.toThrow(
      /does not start here: .*ENOENT/,
    );
  });

  it('refuses a program that exits when mediasoup starts it', async () => {
    const binary = await script(startsAlone, 'exit 3');
    await expect(proveWorker(binary, { env: testEnv })).rejects.toThrow(
      'it failed with real clients: it exited with code 3',
    );
  });

  it('refuses a worker that starts and dies of its first client', async () => {
    const worker = await foundWorker();
    // The fourth socket is the first client's; the worker is then ended as a crash would end it.
    const binary = await script(
      startsAlone,
      `sockets() { ls -l "/proc/$$/fd" | grep -c 'socket:'; }`,
      'before=$(sockets)',
      '( while [ "$(sockets)" -le "$before" ]; do sleep 0.01; done; kill -SEGV $$ ) <&- >&- 2>&- 3>&- 4>&- &',
      `exec '${worker}' "$@"`,
    );
    await expect(proveWorker(binary, { env: testEnv })).rejects.toThrow(
      'it failed with real clients: it died of SIGSEGV',
    );
  });

  it('refuses a program that never speaks, and leaves nothing of it running', async () => {
    const marker = `${Date.now() % 100_000}.5`;
    const binary = await script(startsAlone, `exec sleep ${marker}`);
    await expect(proveWorker(binary, { env: testEnv, timeoutMs: 1500 })).rejects.toThrow(
      'no packet had reached the viewer after 1.5 s',
    );
    await expect.poll(() => processesWith(marker)).toBe(0);
  });
});

async function processesWith(text: string): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(text)).length;
}
