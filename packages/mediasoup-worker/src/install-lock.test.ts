import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { holdInstallLock } from './install-lock.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

/** It starts programs or copies much, on a machine that may be busy. */
const slow = { timeout: 30_000 };

it('lets the second in when the first is done, and says that it waits', async () => {
  const path = join(await temporaryFolder(), 'a', 'lock');
  const first = await holdInstallLock(path, {});
  const onWait = vi.fn(() => setTimeout(() => first[Symbol.dispose](), 50));
  using _second = await holdInstallLock(path, { onWait });
  expect(onWait).toHaveBeenCalledOnce();
});

it('stops waiting when asked to', async () => {
  const path = join(await temporaryFolder(), 'lock');
  using _first = await holdInstallLock(path, {});
  const signal = AbortSignal.timeout(50);
  await expect(holdInstallLock(path, { signal })).rejects.toThrow(/abort/i);
});

it('is free after its holder was killed', slow, async () => {
  const path = join(await temporaryFolder(), 'lock');
  const script = `
    import { holdInstallLock } from ${JSON.stringify(new URL('./install-lock.ts', import.meta.url))};
    await holdInstallLock(${JSON.stringify(path)}, {});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await once(holder.stdout, 'data');
  const onWait = vi.fn(() => holder.kill('SIGKILL'));
  using _lock = await holdInstallLock(path, { onWait });
  expect(onWait).toHaveBeenCalledOnce();
});
