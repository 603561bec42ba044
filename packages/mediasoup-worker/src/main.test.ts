import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { foundWorker, testEnv } from './found-worker.fixture.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

/** It starts programs or copies much, on a machine that may be busy. */
const slow = { timeout: 30_000 };

type Ended = { code: unknown; stdout: string; stderr: string };

function run(args: string[], env: Record<string, string | undefined>): Promise<Ended> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

it('prints the path of the worker at hand and nothing else', slow, async () => {
  const path = await foundWorker();
  expect(await run(['--find'], testEnv)).toEqual({ code: 0, stdout: `${path}\n`, stderr: '' });
});

it('exits with 1 and words where --find finds none', slow, async () => {
  const { MEDIASOUP_WORKER_BIN: _, ...env } = testEnv;
  const folder = await temporaryFolder();
  const { code, stdout, stderr } = await run(['--find'], { ...env, XDG_CACHE_HOME: folder });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`${folder}/tallylight/mediasoup-worker/`);
  expect(stderr).toMatch(/Run without --find/);
});

it('says which variable names a binary that is no good', slow, async () => {
  const env = {
    ...testEnv,
    XDG_CACHE_HOME: await temporaryFolder(),
    MEDIASOUP_WORKER_BIN: '/bin/true',
  };
  const { code, stderr } = await run(['--quiet'], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^MEDIASOUP_WORKER_BIN names \/bin\/true, which is refused: /);
});
