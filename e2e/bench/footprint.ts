import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SyntheticViewer } from '@tallylight/synthetic';
import { percentile } from './report.ts';
import type { Stage } from './stage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const viewersCount = 10;
const watchedMs = 10_000;
const startsCount = 3;

/** Memory of Node and worker, idle and under one broadcast with ten viewers; and a start when all is set up. */
export async function measureFootprint(
  stage: Stage,
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const { server } = stage;
  const idle = await server.footprint();
  const publisher = await server.publish({ layers: 2 });
  const viewers: SyntheticViewer[] = [];
  for (let count = 0; count < viewersCount; count += 1) {
    viewers.push(await server.watch());
  }
  await Promise.all(viewers.map((viewer) => viewer.firstFrame));
  await new Promise((resolve) => setTimeout(resolve, watchedMs));
  const loaded = await server.footprint();
  await Promise.all(viewers.map((viewer) => viewer.end()));
  await publisher.end();
  const starts: number[] = [];
  for (let count = 0; count < startsCount; count += 1) starts.push(await timeStart());
  return {
    samples: startsCount,
    metrics: {
      idleRssMb: Math.round(idle.nodeMb + idle.workerMb),
      loadedRssMb: Math.round(loaded.nodeMb + loaded.workerMb),
      secondStartMs: percentile(starts, 0.5),
    },
  };
}

/** From the command `npm start` to the first HTTP 200, in ms. */
async function timeStart(): Promise<number> {
  const port = 28_401;
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    stdio: 'ignore',
    detached: true,
    env: {
      ...process.env,
      TALLYLIGHT_HOST: '127.0.0.1',
      TALLYLIGHT_PORT: String(port),
      TALLYLIGHT_MEDIA_PORT: '28402',
      TALLYLIGHT_ANNOUNCED_ADDRESSES: '127.0.0.1',
      TALLYLIGHT_CHANNELS: 'live:a-key-only-for-this-bench',
    },
  });
  const exited = once(child, 'exit');
  try {
    for (;;) {
      const status = await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 200) return performance.now() - begun;
      if (child.exitCode !== null) throw new Error('npm start ended before it answered.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await exited;
  }
}
