import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { BroadcastView, ChannelView } from '@tallylight/contract';
import { freePort, TestChannel } from '@tallylight/synthetic/testing';
import { pino } from 'pino';
import { ChannelFile } from '../channels/channel-file.ts';
import { Channels } from '../channels/channels.ts';
import { readConfig } from '../config.ts';
import { startServer } from '../main.ts';

/** The whole server on loopback, with real media workers and one channel `test`. */
export class TestServer extends TestChannel {
  /** What it logged, parsed. */
  readonly logged: readonly Record<string, unknown>[];
  readonly #close: () => Promise<void>;

  private constructor(url: string, logged: Record<string, unknown>[], close: () => Promise<void>) {
    super(url);
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
        // FFmpeg is for the tests that are about it.
        TALLYLIGHT_PACKAGER: 'false',
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
