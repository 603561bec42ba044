import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { Duplex, Writable } from 'node:stream';
import { type Clock, systemClock } from '../../live/clock.ts';
import { FfmpegError } from './ffmpeg-error.ts';
import type { FfmpegProgram } from './ffmpeg-program.ts';

export type FfmpegProcessOptions = {
  readonly program: Pick<FfmpegProgram, 'path' | 'launcher'>;
  readonly args: readonly string[];
  /** How many pipes to lay beside the three standard streams; they are file descriptors 3, 4 … */
  readonly pipes: number;
  readonly clock?: Clock;
  /**
   * Called once, after all that it wrote was read.
   *
   * @param error why it ended; null where it finished, or was killed as asked
   */
  onExit(error: FfmpegError | null): void;
};

/** Lines of standard error that are kept, and characters of each. */
const keptLines = 12;
const keptCharacters = 300;

/** From SIGTERM to SIGKILL, in ms. */
const patienceMs = 1000;

/**
 * A running FFmpeg. It can't outlive us: the kernel kills it with our process where the launcher can arrange that,
 * and standard input, which it reads, ends with us everywhere. It runs below the priority of what forwards media.
 */
export class FfmpegProcess {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #lastLines: string[] = [];
  #spawnError: Error | null = null;
  #ending: { readonly error: FfmpegError | null } | null = null;
  #cancelKill: () => void = () => undefined;

  constructor(options: FfmpegProcessOptions) {
    const { program, args, pipes, clock = systemClock, onExit } = options;
    this.#clock = clock;
    const [command = program.path, ...before] = [...program.launcher, program.path];
    const extra = Array.from({ length: pipes }, () => 'pipe' as const);
    this.#child = spawn(command, [...before, ...args], {
      stdio: ['pipe', 'ignore', 'pipe', ...extra],
    });
    lowerPriority(this.#child);
    for (const stream of this.#child.stdio) {
      // What it no longer reads is told by its exit, which is the better reason.
      stream?.on('error', () => undefined);
    }
    this.#collectLines();
    this.#child.on('error', (error) => {
      this.#spawnError ??= error;
    });
    this.#child.on('close', (code, signal) => {
      this.#cancelKill();
      onExit(this.#judge(program.path, code, signal));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Where it reads: 0, or an extra pipe that is an input. */
  input(fd: number): Writable {
    const stream = this.#child.stdio[fd];
    if (stream instanceof Writable) return stream;
    throw new TypeError(`There is no input at file descriptor ${fd}.`);
  }

  /** Where it writes: an extra pipe. */
  output(fd: number): Duplex {
    const stream = this.#child.stdio[fd];
    if (stream instanceof Duplex) return stream;
    throw new TypeError(`There is no output at file descriptor ${fd}.`);
  }

  /** Ends it as soon as it can be; where it doesn't heed SIGTERM, it is killed. No reason is told. */
  kill(): void {
    if (this.#ending !== null) return;
    this.#ending = { error: null };
    // While it waits for input it doesn't see the signal.
    this.#child.stdin?.destroy();
    this.#child.kill('SIGTERM');
    this.#cancelKill = this.#clock.after(patienceMs, () => this.#child.kill('SIGKILL'));
  }

  /** Kills it at once, for a reason that `onExit` is told. */
  fail(error: FfmpegError): void {
    this.#ending ??= { error };
    // A stopped process heeds nothing else.
    this.#child.kill('SIGKILL');
  }

  #judge(path: string, code: number | null, signal: string | null): FfmpegError | null {
    if (this.#ending !== null) return this.#ending.error;
    if (this.#spawnError !== null) return FfmpegError.notFound(path, this.#spawnError);
    return code === 0 ? null : FfmpegError.exited({ code, signal, lastLines: this.#lastLines });
  }

  #collectLines(): void {
    let rest = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, keptCharacters);
      for (const line of lines) {
        if (line.trim() !== '') this.#lastLines.push(line.trim().slice(0, keptCharacters));
      }
      this.#lastLines.splice(0, this.#lastLines.length - keptLines);
    });
  }
}

function lowerPriority(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is gone already; its exit will be told.
  }
}
