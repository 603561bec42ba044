import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dependenciesStep } from './dependencies-step.js';
import { runStep } from './step.js';
import { repository } from './testing/repository.js';

/** An npx that makes what an install makes. */
const npx = 'mkdir -p apps/server/node_modules; echo "$@" >> npx-calls';
const node24 = { node: 'echo v24.21.0' };

async function install(workbench: ReturnType<typeof repository>): Promise<void> {
  const step = dependenciesStep(workbench);
  if (step === undefined) throw new Error('there is something to install');
  await runStep(workbench, step);
}

describe('dependenciesStep', () => {
  it('installs from the lock file as it is, and then has nothing to do', async () => {
    const workbench = repository({ installed: node24, onPath: { npx } });
    await install(workbench);
    expect(dependenciesStep(workbench)).toBeUndefined();
  });

  it.each([
    [
      'the lock file changes',
      (root: string) => writeFileSync(path.join(root, 'pnpm-lock.yaml'), '!'),
    ],
    [
      "a package's manifest changes",
      (root: string) => writeFileSync(path.join(root, 'e2e/package.json'), '{ }'),
    ],
    [
      'a package is new',
      (root: string) => {
        mkdirSync(path.join(root, 'packages/new'));
        writeFileSync(path.join(root, 'packages/new/package.json'), '{}');
      },
    ],
    [
      "a package's node_modules is gone",
      (root: string) => rmSync(path.join(root, 'apps/server/node_modules'), { recursive: true }),
    ],
    [
      'all node_modules are gone',
      (root: string) => rmSync(path.join(root, 'node_modules'), { recursive: true }),
    ],
  ])('installs again when %s', async (_, change) => {
    const workbench = repository({ installed: node24, onPath: { npx } });
    await install(workbench);
    change(workbench.host.root);
    expect(dependenciesStep(workbench)).toBeDefined();
  });

  it('leaves no stamp of an install that failed', async () => {
    const workbench = repository({ installed: node24, onPath: { npx: `${npx}; exit 1` } });
    await expect(install(workbench)).rejects.toThrow('npx exited with 1');
    expect(workbench.printed()).toContain('npx -y pnpm@12 install --frozen-lockfile\n');
    expect(dependenciesStep(workbench)).toBeDefined();
  });

  it('does not take an older Node for the pinned one', async () => {
    const workbench = repository({ installed: { node: 'echo v20.20.2' }, onPath: { npx } });
    await expect(install(workbench)).rejects.toThrow('is Node v20.20.2, not 24 or newer');
  });
});
