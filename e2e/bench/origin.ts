import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyOf, waitForParts } from './origin/blocked.ts';
import { type Load, loadServer } from './origin/load.ts';
import { startNginx } from './origin/nginx.ts';
import { PinnedServer, type Pushed } from './origin/pinned-server.ts';
import { percentile } from './report.ts';

const rounds = 9;
const roundMs = 1_000;
/** What both servers serve: segments old enough to stay, and their parts. */
const tracks = ['720p', '360p', 'audio'];
const serverCore = 0;
const clientCore = 1;

/**
 * How our origin serves segments and parts beside nginx with the same files on the same core, in turns; and how
 * soon players that wait for a playlist have it.
 */
export async function measureOrigin(): Promise<{
  samples: number;
  metrics: Record<string, number>;
}> {
  // Whoever asks must not take its time from who answers.
  execFileSync('taskset', ['-apc', String(clientCore), String(process.pid)]);
  const pushed = new Map<string, Pushed>();
  const folder = await mkdtemp(join(tmpdir(), 'tallylight-origin-'));
  // nginx gives up the rights of root before it reads.
  await chmod(folder, 0o755);
  const origin = await PinnedServer.origin(serverCore, (one) => pushed.set(keyOf(one), one));
  let nginx: PinnedServer | undefined;
  try {
    const last = [...pushed.values()].at(-1)?.msn ?? 0;
    const msns = [1, 2, 3].map((back) => last - back);
    const parts = pathsOf(msns, [0, 1, 2, 3, 4, 5]);
    const segments = pathsOf(msns, [null]);
    const files = await fetchAll(origin.url, [...parts, ...segments]);
    nginx = await startNginx(serverCore, folder, files);
    const servers = { ours: origin.url, nginx: nginx.url };
    const byParts = await inTurns(servers, parts);
    const bySegments = await inTurns(servers, segments);
    const delays = await waitForParts(origin.url, pushed);
    const requests = (load: Load): number => load.requestsPerS;
    const bytes = (load: Load): number => load.bytesPerS;
    return {
      samples: rounds,
      metrics: {
        requestsPerS: median(byParts.ours, requests),
        bytesPerS: median(bySegments.ours, bytes),
        requestsVsNginx: ratio(byParts, requests),
        bytesVsNginx: ratio(bySegments, bytes),
        blockedP99Ms: percentile(delays, 0.99),
        nginxRequestsPerS: median(byParts.nginx, requests),
        nginxBytesPerS: median(bySegments.nginx, bytes),
      },
    };
  } finally {
    await nginx?.stop();
    await origin.stop();
    await rm(folder, { recursive: true });
  }
}

function pathsOf(msns: readonly number[], parts: readonly (number | null)[]): string[] {
  return msns.flatMap((msn) =>
    parts.flatMap((part) =>
      tracks.map((track) => {
        const name = part === null ? `${msn}` : `${msn}.${part}`;
        return `/media/live/b1/${track}/${name}.m4s`;
      }),
    ),
  );
}

async function fetchAll(
  url: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of paths) files.set(path, await (await fetch(url + path)).bytes());
  return files;
}

type Turns = { readonly ours: Load[]; readonly nginx: Load[] };

/** One after the other, so that what else the machine does falls on both. */
async function inTurns(
  urls: { readonly ours: string; readonly nginx: string },
  paths: readonly string[],
): Promise<Turns> {
  const turns: Turns = { ours: [], nginx: [] };
  for (const url of [urls.ours, urls.nginx]) await loadServer(url, paths, roundMs / 2);
  for (let round = 0; round < rounds; round += 1) {
    turns.ours.push(await loadServer(urls.ours, paths, roundMs));
    turns.nginx.push(await loadServer(urls.nginx, paths, roundMs));
  }
  return turns;
}

function median(loads: readonly Load[], of: (load: Load) => number): number {
  return percentile(loads.map(of), 0.5);
}

/** The median of each round's ratio. */
function ratio({ ours, nginx }: Turns, of: (load: Load) => number): number {
  const ratios = ours.flatMap((load, round) => {
    const other = nginx[round];
    return other === undefined ? [] : [(of(load) / of(other)) * 100];
  });
  return Math.round(percentile(ratios, 0.5)) / 100;
}
