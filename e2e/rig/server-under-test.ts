import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, TestChannel } from '@tallylight/synthetic/testing';

const bundle = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** What one process takes, in MB of resident memory. */
export type Footprint = { readonly nodeMb: number; readonly workerMb: number };

/** The built server as a child process on loopback, with the channel `test` and a data folder of its own. */
export class ServerUnderTest extends TestChannel {
  readonly #env: NodeJS.ProcessEnv;
  readonly #dataDir: string;
  #child: ChildProcess;
  #output = '';

  private constructor(port: number, env: NodeJS.ProcessEnv, dataDir: string) {
    super(`http://127.0.0.1:${port}`);
    this.#env = env;
    this.#dataDir = dataDir;
    this.#child = this.#spawn();
  }

  /** @param env further settings of the server */
  static async start(env: Record<string, string> = {}): Promise<ServerUnderTest> {
    const [port, mediaPort] = [await freePort(), await freePort()];
    const dataDir = await mkdtemp(join(tmpdir(), 'tallylight-e2e-'));
    const settings = {
      ...process.env,
      TALLYLIGHT_HOST: '127.0.0.1',
      TALLYLIGHT_PORT: String(port),
      TALLYLIGHT_MEDIA_PORT: String(mediaPort),
      TALLYLIGHT_ANNOUNCED_ADDRESSES: '127.0.0.1',
      TALLYLIGHT_DATA_DIR: dataDir,
      TALLYLIGHT_CHANNELS: 'test:the-stream-key-of-the-test-channel',
      // FFmpeg is for the tests that are about it.
      TALLYLIGHT_PACKAGER: 'false',
      ...env,
    };
    const server = new ServerUnderTest(port, settings, dataDir);
    await server.#up();
    return server;
  }

  /** Ends it without a chance to say goodbye, and starts it again with the same settings and data. */
  async restart(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
    this.#output = '';
    this.#child = this.#spawn();
    await this.#up();
  }

  /** The server's own process. */
  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  /** The link that the server prints for the owner. */
  get studioLink(): string {
    return `${this.url}/studio/${this.channel}#key=${this.key}`;
  }

  get watchLink(): string {
    return `${this.url}/watch/${this.channel}`;
  }

  /** The last lines that it logged as errors. */
  get errors(): string {
    return this.#output
      .split('\n')
      .filter((line) => /"level":("error"|"fatal"|[56]0)/.test(line))
      .slice(-3)
      .join('\n');
  }

  /** The lines that it logged with these words in them. */
  logged(words: string): readonly string[] {
    return this.#output.split('\n').filter((line) => line.includes(words));
  }

  /** The media worker that runs now. */
  get workerPid(): number {
    const started = [
      ...this.#output.matchAll(/"pid":(\d+),"port":\d+,"msg":"media worker started"/g),
    ];
    return Number(started.at(-1)?.[1]);
  }

  /** @returns resident memory as the kernel counts it */
  async footprint(): Promise<Footprint> {
    return {
      nodeMb: await residentMb(this.#child.pid ?? 0),
      workerMb: await residentMb(this.workerPid),
    };
  }

  /** Ends the server as its owner would. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await exited;
    }
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, [bundle], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.#env,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.#output += String(chunk);
      });
    }
    return child;
  }

  async #up(): Promise<void> {
    const deadline = performance.now() + 15_000;
    while (!this.#output.includes('Tallylight is up')) {
      if (this.#child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`The server did not start:\n${this.#output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
