import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, TestChannel } from '@tallylight/synthetic/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ffmpegChildren, isRunning } from './packager/testing/ffmpeg-children.ts';
import { HttpViewer } from './packager/testing/http-viewer.ts';
import { SmallDisk } from './packager/testing/small-disk.ts';
import { TestServer } from './testing/test-server.ts';

const withPackager = { TALLYLIGHT_PACKAGER: 'true', TALLYLIGHT_LADDER: '360,144' };
const within = (timeout: number) => ({ timeout, interval: 20 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallylight-ffmpeg-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A broadcast of one layer and a rung, which has run for long enough to be trusted. */
async function broadcast() {
  const server = await TestServer.start(withPackager);
  const publisher = await server.publish();
  const viewer = new HttpViewer(server);
  await viewer.segments('360p', 3);
  return { server, publisher, viewer };
}

const pidsOf = (kind: 'audio' | 'ladder') =>
  ffmpegChildren().flatMap((child) => (child.kind === kind ? [child.pid] : []));

/** When the server logged this for the last time, in ms since 1970. */
const loggedAt = (server: TestServer, message: string): number =>
  Number(server.logged.findLast(({ msg }) => msg === message)?.['time'] ?? 0);

/**
 * Waits until it goes on after a fault, and for whole segments after it. A rung that is shed for a machine that others
 * keep busy is a discontinuity of its own.
 */
async function expectOneDiscontinuity(server: TestServer, viewer: HttpViewer): Promise<void> {
  for (const rendition of ['360p', '144p', 'audio']) {
    const { segments } = await vi.waitFor(async () => {
      const playlist = await viewer.playlist(rendition);
      const after = playlist.segments.filter(({ run }) => run > 0);
      expect(after.length).toBeGreaterThanOrEqual(rendition === '144p' ? 1 : 2);
      return playlist;
    }, within(15_000));
    const steps = server.count('too slow: a rung is shed') + server.count('a rung is back');
    expect(segments.at(-1)?.run).toBeLessThanOrEqual(1 + steps);
  }
}

describe('FFmpeg that breaks', { timeout: 60_000 }, () => {
  test.each(['audio', 'ladder'] as const)(
    'is started anew within 1 s when that of %s is killed',
    async (kind) => {
      const { server, publisher, viewer } = await broadcast();
      await using _server = server;
      await using _publisher = publisher;
      const [pid = 0] = pidsOf(kind);
      process.kill(pid, 'SIGKILL');
      await vi.waitFor(() => expect(server.count('packager failed')).toBe(1), within(1_000));
      await vi.waitFor(() => {
        const [next = 0] = pidsOf(kind);
        expect(next).toBeGreaterThan(0);
        expect(next).not.toBe(pid);
      }, within(1_000));
      await expectOneDiscontinuity(server, viewer);
      expect(server.logged.find(({ msg }) => msg === 'packager failed')).toMatchObject({
        delayMs: 0,
      });
      // Of that, FFmpeg's own start is 0.2 s, and a second where others take the whole machine.
      const took = loggedAt(server, 'packaging') - loggedAt(server, 'packager failed');
      expect(took).toBeLessThan(4_000);
      expect(server.count('packager failed')).toBe(1);
    },
  );

  test('is noticed after 2 s when it hangs, and started anew', async () => {
    const { server, publisher, viewer } = await broadcast();
    await using _server = server;
    await using _publisher = publisher;
    const [pid = 0] = pidsOf('audio');
    const stoppedMs = Date.now();
    process.kill(pid, 'SIGSTOP');
    await vi.waitFor(() => expect(server.count('packager failed')).toBe(1), within(6_000));
    const noticedMs = loggedAt(server, 'packager failed') - stoppedMs;
    expect(noticedMs).toBeGreaterThan(1_900);
    expect(noticedMs).toBeLessThan(3_200);
    await expectOneDiscontinuity(server, viewer);
    expect(ffmpegChildren().map(({ pid: left }) => left)).not.toContain(pid);
  });

  test('that is not there leaves WHEP alone, is looked for again, and is found', async () => {
    const path = join(folder, 'later');
    await using server = await TestServer.start({ ...withPackager, TALLYLIGHT_FFMPEG: path });
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish();
    await using watcher = await server.watch();
    expect(await watcher.firstFrame).toBeGreaterThan(0);
    await vi.waitFor(async () => {
      expect(await viewer.answer()).toEqual({ status: 503, code: 'packager_down' });
    }, within(5_000));
    expect((await server.broadcast())?.packaging).toMatchObject({ state: 'down' });
    await vi.waitFor(() => expect(server.count('packager failed')).toBe(3), within(8_000));
    const failures = server.logged.filter(({ msg }) => msg === 'packager failed');
    expect(failures.map(({ delayMs }) => delayMs)).toEqual([1_000, 2_000, 4_000]);
    await writeFile(path, '#!/bin/sh\nexec ffmpeg "$@"\n');
    await chmod(path, 0o755);
    await viewer.segments('360p', 1, 15_000);
    expect((await server.broadcast())?.packaging).toMatchObject({ state: 'running' });
  });

  test('that is slow to begin with sound leaves nobody without it', async () => {
    // Two segments' time, of the three that are waited for it.
    const path = join(folder, 'slow');
    await writeFile(path, '#!/bin/sh\ncase "$*" in *aac*) sleep 4;; esac\nexec ffmpeg "$@"\n');
    await chmod(path, 0o755);
    await using server = await TestServer.start({ ...withPackager, TALLYLIGHT_FFMPEG: path });
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish();
    const renditions = await vi.waitFor(async () => {
      const listed = await viewer.renditions();
      expect(listed).not.toEqual([]);
      return listed;
    }, within(15_000));
    expect(renditions).toContain('audio');
  });

  test('that exits at once is tried again and again, ever more slowly', async () => {
    const path = join(folder, 'broken');
    // It says what it is, and nothing works.
    await writeFile(
      path,
      '#!/bin/sh\ncase "$2" in -version|-*ers) exec ffmpeg "$@";; esac\nexit 1\n',
    );
    await chmod(path, 0o755);
    await using server = await TestServer.start({ ...withPackager, TALLYLIGHT_FFMPEG: path });
    const viewer = new HttpViewer(server);
    await using _publisher = await server.publish();
    await using watcher = await server.watch();
    expect(await watcher.firstFrame).toBeGreaterThan(0);
    await vi.waitFor(() => expect(server.count('packager failed')).toBe(3), within(15_000));
    const failures = server.logged.filter(({ msg }) => msg === 'packager failed');
    expect(failures.map(({ delayMs }) => delayMs)).toEqual([1_000, 2_000, 4_000]);
    expect(await viewer.answer()).toEqual({ status: 503, code: 'packager_down' });
  });
});

describe('a disk that is full', { timeout: 60_000 }, () => {
  test('ends the recording and nothing else: the studio is told, players go on, and it goes on where there is room', async () => {
    await using disk = await SmallDisk.make(24);
    await using server = await TestServer.start({
      ...withPackager,
      TALLYLIGHT_DATA_DIR: disk.folder,
      // More than any disk has: where none can be mounted that is small, the machine's is as good as full.
      TALLYLIGHT_DISK_RESERVE_MEGABYTES: disk.isSmall ? '4' : '10000000',
    });
    await using _publisher = await server.publish();
    const viewer = new HttpViewer(server);
    await viewer.segments('360p', 2);
    const recording = async () => (await server.broadcast())?.packaging?.recording;
    if (disk.isSmall) {
      expect(await recording()).toBe('on');
      await disk.fill();
    }
    await vi.waitFor(async () => expect(await recording()).toBe('disk_full'), within(5_000));
    expect(server.count('recording stopped')).toBe(1);
    const { length } = (await viewer.playlist('360p')).segments;
    const { segments } = await viewer.segments('360p', length + 3);
    expect(segments.filter(({ isGap, run }) => isGap || run > 0)).toEqual([]);
    const [run] = await viewer.download('360p');
    expect(run?.times.length).toBeGreaterThan(length * 50);
    if (!disk.isSmall) return;
    await disk.clear();
    await vi.waitFor(async () => expect(await recording()).toBe('on'), within(20_000));
  });
});

describe('an end', { timeout: 60_000 }, () => {
  test('of the server leaves no FFmpeg', async () => {
    const { server, publisher } = await broadcast();
    await publisher.vanish();
    expect(ffmpegChildren().length).toBe(2);
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(ffmpegChildren()).toEqual([]), within(2_000));
  });

  test('of the server by kill -9 leaves none either, and the recording is there at the next start', async () => {
    const [port, mediaPort] = [await freePort(), await freePort()];
    const start = () =>
      spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'ignore'],
        env: {
          ...process.env,
          ...withPackager,
          TALLYLIGHT_HOST: '127.0.0.1',
          TALLYLIGHT_PORT: String(port),
          TALLYLIGHT_MEDIA_PORT: String(mediaPort),
          TALLYLIGHT_ANNOUNCED_ADDRESSES: '127.0.0.1',
          TALLYLIGHT_DATA_DIR: join(folder, 'data'),
          TALLYLIGHT_CHANNELS: 'test:the-stream-key-of-the-test-channel',
        },
      });
    const url = `http://127.0.0.1:${port}`;
    const up = () =>
      vi.waitFor(
        async () => expect((await fetch(`${url}/healthz`)).status).toBe(200),
        within(15_000),
      );
    const child = start();
    await up();
    const channel = new KilledServer(url);
    const publisher = await channel.publish();
    const viewer = new HttpViewer(channel);
    await viewer.segments('360p', 3);
    const view = (await (await fetch(`${url}/api/channels/test`)).json()) as {
      broadcast: { id: string };
    };
    const children = ffmpegChildren(child.pid);
    expect(children.length).toBe(2);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await publisher.vanish();
    await vi.waitFor(() => {
      expect(children.filter(({ pid }) => isRunning(pid))).toEqual([]);
    }, within(1_000));
    const next = start();
    await up();
    const recording = `${url}/media/test/${view.broadcast.id}/360p.vod.m3u8`;
    const playlist = await (await fetch(recording)).text();
    expect(playlist).toContain('#EXT-X-ENDLIST');
    expect(playlist.match(/#EXTINF/g)?.length).toBeGreaterThanOrEqual(2);
    const ended = once(next, 'exit');
    next.kill('SIGTERM');
    await ended;
  });
});

class KilledServer extends TestChannel {
  constructor(url: string) {
    super(url);
  }
}
