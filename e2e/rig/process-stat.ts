import { readFileSync } from 'node:fs';

/** Ticks a second of /proc: USER_HZ is 100 on all that Linux runs on (time(7)). */
const ticksPerS = 100;

/** A process' parent, and what it and its children that have ended have taken of a core, in s. */
type ProcessStat = { readonly parent: number; readonly ownS: number; readonly endedS: number };

/** Null where there is no such process. */
export function readStat(pid: number): ProcessStat | null {
  const text = readProc(pid, 'stat');
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

/** A file of a process in /proc; empty where there is no such process. */
export function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
