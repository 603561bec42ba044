import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolder, DataFolderError } from './data-folder.ts';

let dataDir = '';
const children: ChildProcess[] = [];
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'tallylight-data-folder-')), 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(join(dataDir, '..'), { recursive: true });
});

/** Each starts processes, on a machine that may have much to do. */
const slow = { timeout: 20_000 };

const program = `
  import { DataFolder } from ${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)};
  try {
    DataFolder.take(process.argv[1]);
    // The lock must outlive whoever forgets it.
    for (let round = 0; round < 3; round += 1) {
      await new Promise(setImmediate);
      gc();
    }
    console.log('taken');
    // Until it is killed, or nobody is there any more who could.
    process.stdin.resume().on('end', () => process.exit());
  } catch (error) {
    console.log(error.message);
  }
`;

/** Another process takes the folder; resolves with what it says to that. */
async function another(command: readonly string[] = []) {
  const [file = process.execPath, ...args] = [
    ...command,
    process.execPath,
    '--expose-gc',
    '--input-type=module',
    '--eval',
    program,
    dataDir,
  ];
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: String(chunk).trim() };
}

function runs([file = '', ...args]: readonly string[]): boolean {
  return spawnSync(file, args).status === 0;
}

function refusal(): string {
  try {
    DataFolder.take(dataDir).release();
  } catch (error) {
    if (error instanceof DataFolderError) return error.message;
    throw error;
  }
  return '';
}

test(
  'a second server is refused, and told which folder it is, who has it and what to do',
  slow,
  async () => {
    const { child, said } = await another();
    expect(said).toBe('taken');
    expect(refusal()).toContain(dataDir);
    expect(refusal()).toContain(`process ${child.pid} on ${hostname()}`);
    expect(refusal()).toContain('TALLYLIGHT_DATA_DIR');
    const third = await another();
    expect(third.said).toBe(refusal());
  },
);

test('a server that was killed holds nothing', slow, async () => {
  const { child } = await another();
  expect(refusal()).not.toBe('');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(refusal()).toBe('');
  expect((await another()).said).toBe('taken');
});

test(
  'a server that ended left it free, and it is refused twice within one process too',
  slow,
  async () => {
    const folder = DataFolder.take(dataDir);
    expect(refusal()).toContain(`process ${process.pid}`);
    expect((await another()).said).toContain(`process ${process.pid}`);
    folder.release();
    folder.release();
    expect((await another()).said).toBe('taken');
  },
);

test('it holds between processes that do not see each other', slow, async () => {
  // Where this user may make a process namespace the second server has one; elsewhere it only has another parent.
  const namespace = ['unshare', '--pid', '--fork', '--kill-child'];
  const command = runs([...namespace, 'true']) ? namespace : ['env'];
  expect((await another(command)).said).toBe('taken');
  expect(refusal()).toContain('is in use by another');
});

test('a folder that can not be is told with the reason', async () => {
  await writeFile(dataDir, 'a file');
  expect(() => DataFolder.take(dataDir)).toThrow(/can't be used \(.*EEXIST/);
  expect(() => DataFolder.take(join(dataDir, 'below'))).toThrow(DataFolderError);
});
