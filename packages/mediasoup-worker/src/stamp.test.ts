import { appendFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installProved, readValidStamp } from './stamp.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

async function installed(): Promise<string> {
  const folder = await temporaryFolder();
  const candidate = join(folder, 'candidate');
  await writeFile(candidate, 'a worker');
  const binary = join(folder, 'cache', 'worker');
  await installProved(candidate, binary, { source: 'build', notes: ['with OpenSSL'] });
  return binary;
}

it('trusts what was installed, and leaves nothing beside it', async () => {
  const binary = await installed();
  expect(await readValidStamp(binary)).toMatchObject({ source: 'build', notes: ['with OpenSSL'] });
  expect((await stat(binary)).mode & 0o777).toBe(0o755);
  expect(await readdir(join(binary, '..'))).toEqual(['worker', 'worker.json']);
});

it('does not trust a binary that has changed since', async () => {
  const binary = await installed();
  await appendFile(binary, '!');
  expect(await readValidStamp(binary)).toBeUndefined();
});

it('does not trust a torn stamp, or none', async () => {
  const binary = await installed();
  await writeFile(`${binary}.json`, '{"sha256": "');
  expect(await readValidStamp(binary)).toBeUndefined();
  expect(await readValidStamp(join(binary, 'nowhere'))).toBeUndefined();
});
