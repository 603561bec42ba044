import { readdirSync, readFileSync } from 'node:fs';

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

/** Ticks a second of /proc: USER_HZ is 100 on all that Linux runs on (time(7)). */
const ticksPerS = 100;

type Stat = { readonly parent: number; readonly ownS: number; readonly endedS: number };

/** Reads what a server's processes have taken since they began (proc(5)). */
export function readCpuTime(node: number, worker: number): CpuTime {
  const server = readStat(node);
  const taken = { audio: 0, ladder: 0 };
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat?.parent !== node) continue;
    const command = readText(Number(name), 'cmdline');
    if (!command.includes('ffmpeg')) continue;
    taken[command.includes('libx264') ? 'ladder' : 'audio'] += stat.ownS;
  }
  return {
    ...taken,
    node: server?.ownS ?? 0,
    ended: server?.endedS ?? 0,
    worker: readStat(worker)?.ownS ?? 0,
  };
}

/** Null where there is no such process. */
function readStat(pid: number): Stat | null {
  const text = readText(pid, 'stat');
  if (text === '') return null;
  // The name stands in brackets and may hold anything; the state comes behind it.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const seconds = (...at: number[]): number =>
    at.reduce((sum, index) => sum + (fields[index] ?? 0), 0) / ticksPerS;
  return { parent: fields[1] ?? 0, ownS: seconds(11, 12), endedS: seconds(13, 14) };
}

function readText(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
