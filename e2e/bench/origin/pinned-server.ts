import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const originProgram = fileURLToPath(
  new URL('../../../apps/server/src/playback/testing/origin-process.ts', import.meta.url),
);

/** A part that went into the store, and when, in ms since 1970. */
export type Pushed = { readonly msn: number; readonly part: number; readonly atMs: number };

/** A server that runs on one core alone. */
export class PinnedServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /**
   * Our origin, with a broadcast that goes on.
   *
   * @param onPushed hears of each part
   */
  static async origin(core: number, onPushed: (pushed: Pushed) => void): Promise<PinnedServer> {
    const child = spawn(
      'taskset',
      // The parts that are asked for over and over must outlast the bench.
      ['-c', String(core), process.execPath, originProgram, '--target-duration', '60'],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const url = await new Promise<string>((resolve, reject) => {
      child.on('message', (news: { url?: string; pushed?: Pushed }) => {
        if (news.url !== undefined) resolve(news.url);
        if (news.pushed !== undefined) onPushed(news.pushed);
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error('The origin did not start.')));
    });
    return new PinnedServer(url, child);
  }

  /** Any other program that serves at `url` once it runs. */
  static async program(
    core: number,
    url: string,
    command: readonly string[],
  ): Promise<PinnedServer> {
    const child = spawn('taskset', ['-c', String(core), ...command], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    let hasEnded = false;
    child.once('exit', () => {
      hasEnded = true;
    });
    await once(child, 'spawn');
    const deadline = performance.now() + 5_000;
    while (!(await answers(url))) {
      if (hasEnded || performance.now() > deadline) {
        throw new Error(`${command[0]} did not start.`);
      }
    }
    return new PinnedServer(url, child);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return false;
  }
}
