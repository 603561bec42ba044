import { ffmpegProcesses } from './ffmpeg-process.ts';

/** How long FFmpeg is let run at a time, in ms; between these times it stands still. */
const turnMs = 10;

/**
 * A machine that is too slow for the rungs of a ladder: the FFmpeg that makes them has a share of its time only,
 * whichever process it is just now.
 */
export class SlowMachine implements Disposable {
  readonly #serverPid: number;
  readonly #timer: NodeJS.Timeout;
  #turnEnd: NodeJS.Timeout | undefined;

  /**
   * @param serverPid the process that starts FFmpeg
   * @param share how much of its time it has, 0 to 1
   */
  constructor(serverPid: number, share: number) {
    this.#serverPid = serverPid;
    this.#timer = setInterval(() => this.#giveTurn(), turnMs / share);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    clearTimeout(this.#turnEnd);
    this.#signal('SIGCONT');
  }

  #giveTurn(): void {
    this.#signal('SIGCONT');
    this.#turnEnd = setTimeout(() => this.#signal('SIGSTOP'), turnMs);
  }

  #signal(signal: NodeJS.Signals): void {
    for (const { pid, makes } of ffmpegProcesses(this.#serverPid)) {
      if (makes !== 'ladder') continue;
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}
