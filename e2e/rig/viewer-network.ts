import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromiumPath } from './chromium.ts';

const run = promisify(execFile);

/** Of the range for tests of networks (RFC 6890, table 8). */
const networks: readonly [string, string] = ['198.18.1', '198.18.2'];

/**
 * A machine of the viewer's own, as far as its network goes: a network namespace with one end of a pair of virtual
 * Ethernet interfaces, the other end at the server. Its address can be changed as when a laptop goes from one network
 * to another. It goes when the test's process does.
 */
export class ViewerNetwork implements AsyncDisposable {
  /** Where the server is to be reached from there. */
  static readonly serverAddress = '198.18.0.1';
  /** A program that starts Chromium in there. */
  readonly chromium: string;
  readonly #holder: ChildProcess;
  readonly #folder: string;
  #network: string = networks[0];

  private constructor(holder: ChildProcess, folder: string) {
    this.#holder = holder;
    this.#folder = folder;
    this.chromium = join(folder, 'chromium');
  }

  /** @throws where this process may not make namespaces and interfaces */
  static async create(): Promise<ViewerNetwork> {
    if (process.getuid?.() !== 0) {
      throw new Error(
        'A network of its own for the viewer takes root: run this test as root, on Linux, with iproute2 and util-linux.',
      );
    }
    if (networkInterfaces()['tallylight0'] !== undefined) {
      throw new Error('Another test has the interface tallylight0; run one at a time.');
    }
    // The namespace lasts as long as this process, and that no longer than we do.
    const holder = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', 'unshare', '--net', 'sh', '-c', 'echo; exec sleep infinity'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await Promise.race([
      once(holder.stdout as NonNullable<typeof holder.stdout>, 'data'),
      failed(holder),
    ]);
    const folder = await mkdtemp(join(tmpdir(), 'tallylight-network-'));
    const network = new ViewerNetwork(holder, folder);
    try {
      await network.#connect();
    } catch (error) {
      await network[Symbol.asyncDispose]();
      throw error;
    }
    return network;
  }

  /** From one network to the other: the second address is there, then the first is gone. */
  async change(): Promise<void> {
    const [before, after] = [this.#network, networks[1 - networks.indexOf(this.#network)]];
    if (after === undefined) throw new TypeError('There are two networks.');
    this.#network = after;
    await this.#inside(
      ['addr', 'add', `${after}.2/24`, 'dev', 'tallylight1'],
      ['route', 'replace', 'default', 'via', `${after}.1`],
      ['addr', 'del', `${before}.2/24`, 'dev', 'tallylight1'],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#holder.exitCode === null && this.#holder.signalCode === null) {
      const exited = once(this.#holder, 'exit');
      this.#holder.kill('SIGKILL');
      await exited;
    }
    // Without its other end it goes by itself, but not at once.
    await run('ip', ['link', 'del', 'tallylight0']).catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #connect(): Promise<void> {
    const [first, second] = networks;
    const namespace = String(this.#holder.pid);
    await ip([
      'link',
      'add',
      'tallylight0',
      'type',
      'veth',
      'peer',
      'name',
      'tallylight1',
      'netns',
      namespace,
    ]);
    for (const address of [
      `${ViewerNetwork.serverAddress}/32`,
      `${first}.1/24`,
      `${second}.1/24`,
    ]) {
      await ip(['addr', 'add', address, 'dev', 'tallylight0']);
    }
    await ip(['link', 'set', 'tallylight0', 'up']);
    await this.#inside(
      ['link', 'set', 'lo', 'up'],
      ['addr', 'add', `${first}.2/24`, 'dev', 'tallylight1'],
      ['link', 'set', 'tallylight1', 'up'],
      ['route', 'add', 'default', 'via', `${first}.1`],
    );
    const script = `#!/bin/sh\nexec nsenter --net=/proc/${namespace}/ns/net -- '${chromiumPath()}' "$@"\n`;
    await writeFile(this.chromium, script, { mode: 0o755 });
  }

  async #inside(...commands: readonly (readonly string[])[]): Promise<void> {
    for (const command of commands) {
      await run('nsenter', [`--net=/proc/${this.#holder.pid}/ns/net`, '--', 'ip', ...command]);
    }
  }
}

async function ip(command: readonly string[]): Promise<void> {
  await run('ip', [...command]);
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The network namespace could not be made: unshare ended with ${code}.`);
}
