import { setTimeout as sleep } from 'node:timers/promises';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { type CpuTime, readCpuTime } from './cpu-time.ts';

const settleMs = 8_000;
const measuredMs = 20_000;

/** Of three layers to 720p, these are copied; the others are made. */
const copiedHeights = [720, 360, 144];
const madeHeights = [480, 240];

/**
 * What packaging takes: with copied rungs only, everything that the server's processes take more than without a
 * packager, FFmpeg for the sound and for posters included; and what FFmpeg takes for each rung that it makes.
 */
export async function measureLadder(): Promise<{
  samples: number;
  metrics: Record<string, number>;
}> {
  const without = await measureCores({ TALLYLIGHT_PACKAGER: 'false' });
  const copied = await measureCores(ladderOf(copiedHeights));
  const made = await measureCores(ladderOf([...copiedHeights, ...madeHeights]));
  return {
    samples: measuredMs / 1000,
    metrics: {
      copiedCores: round(sum(copied) - sum(without)),
      transcodedCoresPerRung: round(made.ladder / madeHeights.length),
      aacCores: round(copied.audio),
      copiedNodeCores: round(copied.node - without.node),
      copiedWorkerCores: round(copied.worker - without.worker),
      posterCores: round(copied.ended - without.ended),
    },
  };
}

function ladderOf(heights: readonly number[]): Record<string, string> {
  return { TALLYLIGHT_PACKAGER: 'true', TALLYLIGHT_LADDER: heights.join() };
}

/** What each process takes of a core, once a broadcast runs steadily. */
async function measureCores(env: Record<string, string>): Promise<CpuTime> {
  const server = await ServerUnderTest.start({ TALLYLIGHT_LOG_LEVEL: 'info', ...env });
  try {
    await using _publisher = await server.publish({ layers: 3 });
    // Without a packager, and without a viewer, only the lowest layer would be asked for.
    await using _viewer = await server.watch();
    await sleep(settleMs);
    const { pid, workerPid } = server;
    const [before, begunMs] = [readCpuTime(pid, workerPid), performance.now()];
    await sleep(measuredMs);
    const [after, seconds] = [readCpuTime(pid, workerPid), (performance.now() - begunMs) / 1000];
    const rate = (of: keyof CpuTime): number => (after[of] - before[of]) / seconds;
    return {
      node: rate('node'),
      worker: rate('worker'),
      audio: rate('audio'),
      ladder: rate('ladder'),
      ended: rate('ended'),
    };
  } finally {
    await server.stop();
  }
}

function sum({ node, worker, audio, ladder, ended }: CpuTime): number {
  return node + worker + audio + ladder + ended;
}

function round(cores: number): number {
  return Math.round(cores * 1000) / 1000;
}
