import { ffmpegProcesses } from '../rig/ffmpeg-process.ts';
import { readStat } from '../rig/process-stat.ts';

/** What processes have taken of a core, in s. */
export type CpuTime = {
  readonly node: number;
  readonly worker: number;
  /** FFmpeg for the sound, and for the rungs. */
  readonly audio: number;
  readonly ladder: number;
  /** Children of Node that have ended: posters. */
  readonly ended: number;
};

/** Reads what a server's processes have taken since they began (proc(5)). */
export function readCpuTime(node: number, worker: number): CpuTime {
  const server = readStat(node);
  const taken = { audio: 0, ladder: 0 };
  for (const { pid, makes } of ffmpegProcesses(node)) taken[makes] += readStat(pid)?.ownS ?? 0;
  return {
    ...taken,
    node: server?.ownS ?? 0,
    ended: server?.endedS ?? 0,
    worker: readStat(worker)?.ownS ?? 0,
  };
}
