import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { BroadcastView, ChannelView } from '@tallylight/contract';
import { pino } from 'pino';
import { ChannelFile } from '../channels/channel-file.ts';
import { Channels } from '../channels/channels.ts';
import { readConfig } from '../config.ts';
import { startServer } from '../main.ts';

/** The whole server on loopback, with real media workers and one channel `test`. */
export class TestServer {
  readonly key = 'the-stream-key-of-the-test-channel';
  readonly url: string;
  /** What it logged, parsed. */
  readonly logged: readonly Record<string, unknown>[];
  readonly #close: () => Promise<void>;

  private constructor(url: string, logged: Record<string, unknown>[], close: () => Promise<void>) {
    this.url = url;
    this.logged = logged;
    this.#close = close;
  }

  /** @param env further settings, as the environment has them */
  static async start(env: Record<string, string> = {}): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'tallylight-test-'));
    const logged: Record<string, unknown>[] = [];
    const destination = new Writable({
      write: (chunk, _encoding, done) => {
        logged.push(JSON.parse(String(chunk)) as Record<string, unknown>);
        done();
      },
    });
    const config = {
      ...readConfig({
        TALLYLIGHT_HOST: '127.0.0.1',
        TALLYLIGHT_MEDIA_PORT: String(await freePort()),
        TALLYLIGHT_ANNOUNCED_ADDRESSES: '127.0.0.1',
        TALLYLIGHT_DATA_DIR: dataDir,
        TALLYLIGHT_CHANNELS: 'test:the-stream-key-of-the-test-channel',
        // All of a test's requests come from one address.
        TALLYLIGHT_SESSION_RATE: '0',
        ...env,
      }),
      port: 0,
    };
    const { channels } = await Channels.open(new ChannelFile(dataDir), config.channels);
    const server = await startServer(config, {
      log: pino({ level: 'info' }, destination),
      channels,
    });
    const address = server.app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return new TestServer(`http://127.0.0.1:${port}`, logged, async () => {
      await server.close();
      await rm(dataDir, { recursive: true });
    });
  }

  get whip(): string {
    return `${this.url}/whip/test`;
  }

  get whep(): string {
    return `${this.url}/whep/test`;
  }

  /** POSTs an offer as the owner. */
  post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/sdp',
        authorization: `Bearer ${this.key}`,
        ...headers,
      },
    });
  }

  async broadcast(): Promise<BroadcastView | null> {
    const response = await fetch(`${this.url}/api/channels/test`);
    return ((await response.json()) as ChannelView).broadcast;
  }

  /** How many lines of the log have this text. */
  count(message: string): number {
    return this.logged.filter(({ msg }) => msg === message).length;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

/**
 * A port that is free for UDP and TCP. Not one of those that the system gives to connections on their way out
 * (on Linux 32,768 and above): it might give it away again before it is listened on.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
