import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { OriginNews } from './playback/testing/origin-process.ts';

const program = fileURLToPath(new URL('./playback/testing/origin-process.ts', import.meta.url));
const requests = 1_000;

test('L14 1,000 held requests cost the origin less than 50 MB, and end together', async () => {
  // A process of its own, so that nothing but the origin is weighed.
  const origin = spawn(process.execPath, [program, '--segment', '3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(origin, 'exit');
  try {
    const url = `${await urlOf(origin)}/media/live/b1/720p.m3u8`;
    const text = await (await fetch(url)).text();
    const last = Number([...text.matchAll(/720p\/(\d+)\./g)].at(-1)?.[1]);
    const before = await residentMb(origin);
    let most = before;
    let ended = 0;
    const statuses = Array.from({ length: requests }, async () => {
      const status = await ask(`${url}?_HLS_msn=${last + 1}`);
      ended += 1;
      return status;
    });
    while (ended < requests) {
      most = Math.max(most, await residentMb(origin));
      await Promise.race([once(origin, 'message'), Promise.all(statuses)]);
    }
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
    expect(most - before).toBeLessThan(50);
  } finally {
    origin.disconnect();
    await exited;
  }
}, 30_000);

/** One listener for all: of messages that come together, who listens anew for each hears but the first. */
function urlOf(origin: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    origin.on('message', (news: OriginNews) => {
      if ('url' in news) resolve(news.url);
    });
  });
}

/** @returns the status, once all of the body is there */
function ask(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (incoming) => {
      incoming.resume();
      incoming.once('end', () => resolve(incoming.statusCode));
      incoming.once('error', reject);
    }).once('error', reject);
  });
}

/** Resident memory as the kernel counts it. */
async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
