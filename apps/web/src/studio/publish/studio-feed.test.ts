import type { StudioNews } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { StudioFeed, type StudioSocket } from './studio-feed.ts';

const join = { channel: 'live', key: 'key' };
const news: StudioNews = { wantedLayers: ['0'], warnings: [], viewerTroubles: [] };

/** A socket in the hands of a test. */
class FakeSocket {
  readonly listeners = new Map<string, (...args: never[]) => void>();
  readonly sent: unknown[] = [];
  answer: { ok: true } | { ok: false; code: string; detail: string } = { ok: true };
  closed = false;

  readonly on = (event: string, listener: (...args: never[]) => void): void => {
    this.listeners.set(event, listener);
  };
  readonly emit: StudioSocket['emit'] = (event, message, done) => {
    this.sent.push([event, message]);
    done(this.answer);
  };
  readonly close = (): void => {
    this.closed = true;
  };

  happen(event: string, ...args: unknown[]): void {
    this.listeners.get(event)?.(...(args as never[]));
  }
}

async function open(socket = new FakeSocket()) {
  const feed = new StudioFeed({ join, connect: async () => socket as StudioSocket });
  feed.start();
  await Promise.resolve();
  await Promise.resolve();
  return { feed, socket };
}

test('joins with the key at each connection, and keeps what it is told', async () => {
  const { feed, socket } = await open();
  expect(feed.getNews()).toBeNull();
  socket.happen('connect');
  socket.happen('studio:news', news);
  expect(feed.getNews()).toEqual(news);
  socket.happen('connect');
  expect(socket.sent).toEqual([
    ['studio:join', join],
    ['studio:join', join],
  ]);
});

test('a key that is refused is not tried again', async () => {
  const { feed, socket } = await open();
  socket.answer = { ok: false, code: 'key_wrong', detail: '' };
  socket.happen('connect');
  expect(socket.closed).toBe(true);
  expect(feed.getNews()).toBeNull();
});

test('a page that left before the connection was there leaves none behind', async () => {
  const socket = new FakeSocket();
  const feed = new StudioFeed({ join, connect: async () => socket as StudioSocket });
  feed.start();
  feed.stop();
  await Promise.resolve();
  await Promise.resolve();
  expect(socket.closed).toBe(true);
});

test('news are over with the visit', async () => {
  const { feed, socket } = await open();
  socket.happen('studio:news', news);
  feed.stop();
  expect([feed.getNews(), socket.closed]).toEqual([null, true]);
});

test('a client that could not be loaded is no news', async () => {
  const feed = new StudioFeed({ join, connect: () => Promise.reject(new Error('offline')) });
  feed.start();
  await Promise.resolve();
  expect(feed.getNews()).toBeNull();
});
