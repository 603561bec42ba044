import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleStep } from './bundle-step.js';
import { runStep } from './step.js';
import { repository } from './testing/repository.js';

/** A Node that builds whatever it is asked. */
const builder =
  'mkdir -p dist/web dist/server; touch dist/web/index.html dist/web/watch.html dist/server/main.js';

async function built(): Promise<ReturnType<typeof repository>> {
  const workbench = repository({ installed: { node: builder } });
  const step = bundleStep(workbench, { bundle: true });
  if (step === undefined) throw new Error('there is something to build');
  await runStep(workbench, step);
  return workbench;
}

function write(root: string, file: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), 'new');
}

describe('bundleStep', () => {
  it('builds for those who need it', () => {
    const workbench = repository({});
    expect(bundleStep(workbench, {})).toBeUndefined();
    expect(bundleStep(workbench, { bundle: true })).toBeDefined();
  });

  it('has nothing to do after it built', async () => {
    expect(bundleStep(await built(), { bundle: true })).toBeUndefined();
  });

  it.each([
    'apps/server/src/main.ts',
    'apps/web/index.html',
    'apps/web/watch.html',
    'packages/plain/src/new.ts',
    'vite.config.ts',
    'pnpm-lock.yaml',
  ])('builds again when %s changes', async (file) => {
    const workbench = await built();
    write(workbench.host.root, file);
    expect(bundleStep(workbench, { bundle: true })).toBeDefined();
  });

  it('builds again when what it built is gone', async () => {
    const workbench = await built();
    rmSync(path.join(workbench.host.root, 'dist/server/main.js'));
    expect(bundleStep(workbench, { bundle: true })).toBeDefined();
  });

  it.each(['apps/server/src/main.test.ts', 'packages/plain/fixtures/a.json', 'e2e/a.spec.ts'])(
    'does not build for %s',
    async (file) => {
      const workbench = await built();
      write(workbench.host.root, file);
      expect(bundleStep(workbench, { bundle: true })).toBeUndefined();
    },
  );
});
