import { readdirSync, readFileSync } from 'node:fs';

/** A running FFmpeg. */
export type FfmpegChild = { readonly pid: number; readonly kind: 'audio' | 'ladder' };

/** Those that this process, or another, has started and that still run (proc(5)). */
export function ffmpegChildren(parent = process.pid): FfmpegChild[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): FfmpegChild[] => {
      const pid = Number(name);
      const command = readProc(pid, 'cmdline');
      if (!command.includes('ffmpeg') || stateOf(pid).parent !== parent || !isRunning(pid))
        return [];
      if (command.includes('libx264')) return [{ pid, kind: 'ladder' }];
      return command.includes('aac') ? [{ pid, kind: 'audio' }] : [];
    });
}

/** Whether a process runs: one that has ended, but was not waited for by anybody, doesn't. */
export function isRunning(pid: number): boolean {
  const { state } = stateOf(pid);
  return state !== '' && state !== 'Z';
}

function stateOf(pid: number): { readonly state: string; readonly parent: number } {
  const stat = readProc(pid, 'stat');
  // The name stands in brackets and may hold anything; state and parent come behind it.
  const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
