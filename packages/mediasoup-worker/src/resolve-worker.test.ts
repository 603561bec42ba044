import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foundWorker, testEnv } from './found-worker.fixture.ts';
import type { WorkerProgress } from './progress.ts';
import { releaseServer } from './release-server.fixture.ts';
import { resolveWorker } from './resolve-worker.ts';
import { installProved } from './stamp.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';
import { type Environment, findWorkerPlace } from './worker-place.ts';

const startsOnly = '#!/bin/sh\n[ -n "$MEDIASOUP_VERSION" ] && exit 3\nexit 41\n';

async function archiveOf(binary: string): Promise<Buffer> {
  const folder = await temporaryFolder();
  await copyFile(binary, join(folder, 'mediasoup-worker'));
  execFileSync('tar', ['-czf', 'a.tgz', 'mediasoup-worker'], { cwd: folder });
  return readFile(join(folder, 'a.tgz'));
}

async function fileWith(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'mediasoup-worker');
  await writeFile(path, text, { mode: 0o755 });
  return path;
}

/** The address of a port where nobody listens. */
async function closedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return `http://127.0.0.1:${port}`;
}

/** An environment with an empty cache in which programs other than tar's are not found. */
async function emptyEnv(baseUrl: string): Promise<Environment> {
  const folder = await temporaryFolder();
  const programs = join(folder, 'bin');
  await mkdir(programs);
  for (const name of ['tar', 'gzip']) {
    const path = execFileSync('which', [name], { encoding: 'utf8' }).trim();
    await symlink(path, join(programs, name));
  }
  return {
    PATH: programs,
    TMPDIR: folder,
    XDG_CACHE_HOME: folder,
    MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: baseUrl,
  };
}

describe('resolving a worker', { timeout: 30_000 }, () => {
  it('takes the one that the user names before the cache, and proves it once', async () => {
    // A copy, since the cache's own binary is known to be good.
    const worker = join(await temporaryFolder(), 'worker');
    await copyFile(await foundWorker(), worker);
    const env = {
      ...testEnv,
      XDG_CACHE_HOME: await temporaryFolder(),
      MEDIASOUP_WORKER_BIN: worker,
    };
    const { binary } = await findWorkerPlace(env);
    await installProved(await fileWith(startsOnly), binary, { source: 'build', notes: [] });
    const events: WorkerProgress[] = [];
    const onProgress = (event: WorkerProgress): void => void events.push(event);
    const expected = { path: worker, source: 'env', notes: [] };
    expect(await resolveWorker({ env, onProgress })).toEqual(expected);
    expect(await resolveWorker({ env, onProgress })).toEqual(expected);
    expect(events).toMatchObject([{ kind: 'step', step: 'prove-given' }]);
  });

  it("does not prove the cache's own binary again when the variable names it", async () => {
    const env = await emptyEnv('http://127.0.0.1:1');
    const { binary } = await findWorkerPlace(env);
    await installProved(await fileWith(startsOnly), binary, { source: 'build', notes: [] });
    const named = { ...env, MEDIASOUP_WORKER_BIN: binary };
    expect(await resolveWorker({ env: named })).toMatchObject({ path: binary, source: 'env' });
  });

  it('tries nothing in the place of one that the user names and that fails', async () => {
    const bad = await fileWith(startsOnly);
    const env = { ...(await emptyEnv('http://127.0.0.1:1')), MEDIASOUP_WORKER_BIN: bad };
    const { binary } = await findWorkerPlace(env);
    await installProved(await foundWorker(), binary, { source: 'build', notes: [] });
    await expect(resolveWorker({ env })).rejects.toMatchObject({
      reason: 'given-refused',
      message: expect.stringContaining('it exited with code 3'),
    });
  });

  it('takes the cached one without a word', async () => {
    const server = await releaseServer({ status: 500 });
    const env = await emptyEnv(server.url);
    const { binary } = await findWorkerPlace(env);
    await installProved(await fileWith(startsOnly), binary, { source: 'build', notes: ['a note'] });
    expect(await resolveWorker({ env })).toEqual({
      path: binary,
      source: 'cache',
      notes: ['a note'],
    });
    expect(server.asked).toEqual([]);
  });

  it("fetches upstream's, proves it, and finds it in the cache the next time", async () => {
    const server = await releaseServer({ body: await archiveOf(await foundWorker()) });
    const env = await emptyEnv(server.url);
    const { binary } = await findWorkerPlace(env);
    expect(await resolveWorker({ env })).toEqual({ path: binary, source: 'prebuilt', notes: [] });
    expect(await resolveWorker({ env })).toMatchObject({ path: binary, source: 'cache' });
    expect(server.asked).toEqual([
      expect.stringMatching(/^\/\d+\.\d+\.\d+\/mediasoup-worker-.*\.tgz$/),
    ]);
    expect((await readdir(env['TMPDIR'] ?? '')).sort()).toEqual(['bin', 'tallylight']);
  });

  it('goes on to a build where upstream has a bad one, and says what failed in which step', async () => {
    const server = await releaseServer({ body: await archiveOf(await fileWith(startsOnly)) });
    const env = await emptyEnv(server.url);
    const error: unknown = await resolveWorker({ env }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'none-worked' });
    expect(String(error)).toMatch(
      /prebuilt binary: it failed with real clients: it exited with code 3/,
    );
    expect(String(error)).toMatch(/configuring the build failed \(spawn meson ENOENT\)/);
    expect(String(error)).toMatch(/cd \/\S+\/tree && meson setup --buildtype release/);
    const { log, binary } = await findWorkerPlace(env);
    expect(await readFile(log, 'utf8')).toContain('$ cd ');
    expect(await readdir(dirname(binary))).not.toContain('mediasoup-worker');
  });

  it.each([
    ['has none', { status: 404 }, 'HTTP 404'],
    ['has something else', { body: Buffer.from('<html>') }, 'unpacking upstream'],
  ])('goes on to a build where the host %s', async (_, answer, words) => {
    const server = await releaseServer(answer);
    const env = await emptyEnv(server.url);
    await expect(resolveWorker({ env })).rejects.toThrow(words);
  });

  it('goes on at once where the host can not be reached, or where it is told not to ask', async () => {
    const env = await emptyEnv(await closedUrl());
    const began = Date.now();
    await expect(resolveWorker({ env })).rejects.toThrow(/prebuilt binary: .*ECONNREFUSED/);
    expect(Date.now() - began).toBeLessThan(5000);
    const told = { ...env, MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD: 'true' };
    await expect(resolveWorker({ env: told })).rejects.not.toThrow('prebuilt');
  });
});
