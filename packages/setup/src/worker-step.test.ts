import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runStep } from './step.js';
import { repository } from './testing/repository.js';
import { workerPath, workerStep } from './worker-step.js';

/** A Node that answers for the worker's package: the path of the worker on standard output, and no more. */
const found = { node: 'echo "$PWD/bin/mediasoup-worker"' };
const onPath = { 'mediasoup-worker': 'exit 0' };

async function settle(workbench: ReturnType<typeof repository>): Promise<void> {
  const step = workerStep(workbench);
  if (step === undefined) throw new Error('there is a worker to settle on');
  await runStep(workbench, step);
}

describe('workerStep', () => {
  it('remembers the path it was told, and then asks no more', async () => {
    const workbench = repository({ installed: found, onPath });
    const { root } = workbench.host;
    expect(workerPath(workbench.host)).toBeUndefined();
    await settle(workbench);
    expect(workerPath(workbench.host)).toBe(path.join(root, 'bin/mediasoup-worker'));
    expect(workerStep(workbench)).toBeUndefined();
  });

  it.each([
    ['is gone', (root: string) => rmSync(path.join(root, 'bin/mediasoup-worker'))],
    ['is another', (root: string) => appendFileSync(path.join(root, 'bin/mediasoup-worker'), '#')],
    [
      "'s package changed",
      (root: string) => writeFileSync(path.join(root, 'packages/mediasoup-worker/src/main.ts'), ''),
    ],
  ])('asks again when the worker %s', async (_, change) => {
    const workbench = repository({ installed: found, onPath });
    await settle(workbench);
    change(workbench.host.root);
    expect(workerStep(workbench)).toBeDefined();
  });

  it('asks again when the system was upgraded or another worker is asked for', async () => {
    const workbench = repository({ installed: found, onPath });
    await settle(workbench);
    const { host } = workbench;
    expect(
      workerStep({ ...workbench, host: { ...host, osRelease: 'ID=debian 13' } }),
    ).toBeDefined();
    const env = { ...host.env, MEDIASOUP_WORKER_BIN: '/opt/worker' };
    expect(workerStep({ ...workbench, host: { ...host, env } })).toBeDefined();
  });

  it.each([
    ['fails', 'exit 1', 'node exited with 1'],
    ['names no program', 'echo nowhere', 'named no program: "nowhere"'],
  ])('fails when the package %s, and says how to run it by hand', async (_, script, words) => {
    const workbench = repository({ installed: { node: script } });
    await expect(settle(workbench)).rejects.toThrow(words);
    expect(workbench.printed()).toContain(
      'Run it by hand:  node_modules/.bin/node packages/mediasoup-worker/src/main.ts\n',
    );
    expect(workerPath(workbench.host)).toBeUndefined();
  });
});
