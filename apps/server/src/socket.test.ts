import {
  type ClientEvents,
  routes,
  type ServerEvents,
  type StudioNews,
} from '@tallylight/contract';
import { io, type Socket } from 'socket.io-client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { TestServer } from './testing/test-server.ts';

type Page = Socket<ServerEvents, ClientEvents>;

/** A page's socket, closed when the test is over. */
function open(server: TestServer): Page {
  const socket: Page = io(server.url, { path: routes.socket(), transports: ['websocket'] });
  onTestFinished(() => void socket.close());
  return socket;
}

function join(socket: Page, channel: string, key: string): ReturnType<Page['emitWithAck']> {
  return socket.timeout(2_000).emitWithAck('studio:join', { channel, key });
}

/** What the socket was told, the latest last. */
function listen(socket: Page): StudioNews[] {
  const told: StudioNews[] = [];
  socket.on('studio:news', (news) => void told.push(news));
  return told;
}

describe('the studio of a channel', () => {
  test('hears which layers are wanted: all at once, fewer after a while', {
    timeout: 20_000,
  }, async () => {
    await using server = await TestServer.start();
    const page = open(server);
    const told = listen(page);
    expect(await join(page, 'test', server.key)).toEqual({ ok: true });
    await vi.waitFor(() =>
      expect(told).toEqual([{ wantedLayers: null, warnings: [], viewerTroubles: [] }]),
    );

    await using _publisher = await server.publish({ layers: 3 });
    await vi.waitFor(() => expect(told.at(-1)?.wantedLayers).toEqual(['0', '1', '2']));
    // Nobody watches.
    await vi.waitFor(() => expect(told.at(-1)?.wantedLayers).toEqual(['0']), { timeout: 8_000 });
    await using viewer = await server.watch();
    await vi.waitFor(() => expect(told.at(-1)?.wantedLayers).toEqual(['0', '1', '2']));
    await viewer.firstFrame;
  });

  test('hears what to change in the stream, whoever sends it', async () => {
    await using server = await TestServer.start();
    const page = open(server);
    const told = listen(page);
    await join(page, 'test', server.key);
    await using _publisher = await server.publish({ bFrames: true });
    await vi.waitFor(() => expect(told.at(-1)?.warnings[0]?.code).toBe('b_frames'), {
      timeout: 3_000,
    });
  });

  test.each([
    ['test', 'wrong', 'key_wrong'],
    ['nowhere', 'wrong', 'channel_unknown'],
  ])('is closed to %s with the key %s: %s', async (channel, key, code) => {
    await using server = await TestServer.start();
    const page = open(server);
    const told = listen(page);
    expect(await join(page, channel, key)).toMatchObject({ ok: false, code });
    expect(told).toEqual([]);
  });

  test('takes no join that is none, and lives on', async () => {
    await using server = await TestServer.start();
    const page = open(server);
    for (const odd of [null, 7, 'x', {}, { channel: {}, key: [] }, { __proto__: null }]) {
      const answer: unknown = await page
        .timeout(2_000)
        .emitWithAck('studio:join', odd as unknown as Parameters<ClientEvents['studio:join']>[0]);
      expect(answer).toMatchObject({ ok: false, code: 'body_invalid' });
    }
    // Without anybody to answer to.
    page.emit('studio:join', odd(), undefined as never);
    expect(await join(page, 'test', server.key)).toEqual({ ok: true });
  });

  test('hears no more after it left', async () => {
    await using server = await TestServer.start();
    const page = open(server);
    await join(page, 'test', server.key);
    page.close();
    await using publisher = await server.publish();
    await publisher.end();
    expect(server.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

function odd(): Parameters<ClientEvents['studio:join']>[0] {
  return { channel: 'test', key: '\u0000' };
}

test('a socket that joins nothing is closed', { timeout: 15_000 }, async () => {
  await using server = await TestServer.start();
  const page = open(server);
  const gone = new Promise((resolve) => page.on('disconnect', resolve));
  expect(await gone).toBe('io server disconnect');
});

test('a server that stops lets its sockets go', async () => {
  const server = await TestServer.start();
  const page = open(server);
  await join(page, 'test', server.key);
  const gone = new Promise((resolve) => page.on('disconnect', resolve));
  await server[Symbol.asyncDispose]();
  await gone;
});
