import { readdirSync } from 'node:fs';
import { readProc, readStat } from './process-stat.ts';

/** A running FFmpeg of a server, and what it makes: the sound, or the rungs. */
export type FfmpegProcess = { readonly pid: number; readonly makes: 'audio' | 'ladder' };

/** Those that a server has started (proc(5)). */
export function ffmpegProcesses(server: number): FfmpegProcess[] {
  return readdirSync('/proc').flatMap((name): FfmpegProcess[] => {
    const pid = Number(name);
    if (!/^\d+$/.test(name) || readStat(pid)?.parent !== server) return [];
    const command = readProc(pid, 'cmdline');
    if (!command.includes('ffmpeg')) return [];
    return [{ pid, makes: command.includes('libx264') ? 'ladder' : 'audio' }];
  });
}
