import { readdir, readFile } from 'node:fs/promises';
import { ServerUnderTest } from '../rig/server-under-test.ts';

/** How long processor time is counted, and how long a broadcast runs before, in ms. */
const countedMs = 20_000;
const settledMs = 6_000;

/** Ticks a second in /proc/PID/stat: USER_HZ, which the kernel keeps at 100 for every program. */
const ticksPerS = 100;

/** The rungs that three layers to 720p are copied to, and those that FFmpeg adds. */
const copiedLadder = '720,360,144';
const fullLadder = '720,480,360,240,144';
const transcodedRungs = 2;

/** Processor time, in cores. */
type Load = { readonly server: number; readonly audio: number; readonly rungs: number };

/**
 * Processor time of the packager for a broadcast of three layers to 720p at 30 frames a second. What Node and the
 * media worker take for it is the difference to the same broadcast without a packager; posters are in it.
 */
export async function measureLadder(): Promise<{
  samples: number;
  metrics: Record<string, number>;
}> {
  const without = await measure({ TALLYLIGHT_PACKAGER: 'false' });
  const copied = await measure({ TALLYLIGHT_PACKAGER: 'true', TALLYLIGHT_LADDER: copiedLadder });
  const full = await measure({ TALLYLIGHT_PACKAGER: 'true', TALLYLIGHT_LADDER: fullLadder });
  const round = (cores: number): number => Math.round(cores * 1000) / 1000;
  return {
    samples: 3,
    metrics: {
      copiedCores: round(copied.server + copied.audio - without.server),
      transcodedCoresPerRung: round(full.rungs / transcodedRungs),
      aacCores: round(copied.audio),
    },
  };
}

async function measure(settings: Record<string, string>): Promise<Load> {
  const server = await ServerUnderTest.start(settings);
  try {
    await using _publisher = await server.publish({ layers: 3 });
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    const before = await readTicks(server);
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, countedMs));
    const after = await readTicks(server);
    const ticks = ((performance.now() - begun) / 1000) * ticksPerS;
    return {
      server: (after.server - before.server) / ticks,
      audio: (after.audio - before.audio) / ticks,
      rungs: (after.rungs - before.rungs) / ticks,
    };
  } finally {
    await server.stop();
  }
}

/** Processor time so far of the server with its worker, of the FFmpeg for sound and of that for the rungs. */
async function readTicks({ pid, workerPid }: ServerUnderTest): Promise<Load> {
  const load = { server: 0, audio: 0, rungs: 0 };
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    // The name in brackets may have spaces; fields are counted behind it (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent = 0, user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = [
      1, 11, 12, 13, 14,
    ].map((index) => Number(fields[index]));
    if (Number(entry) === pid) {
      // Of children that have ended: posters.
      load.server += user + system + childrenUser + childrenSystem;
    } else if (Number(entry) === workerPid) load.server += user + system;
    else if (parent === pid && stat.includes('(ffmpeg)')) {
      const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
      if (command.includes('libx264')) load.rungs += user + system;
      else if (command.includes('\0aac\0')) load.audio += user + system;
    }
  }
  return load;
}
