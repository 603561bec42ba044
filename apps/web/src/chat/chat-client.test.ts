import type { ChatEntry, ChatWelcome, Refusal } from '@tallylight/contract';
import { ManualTime, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import { ChatClient } from './chat-client.ts';
import type { ChatSocket } from './chat-socket.ts';
import { someMessage } from './some-message.ts';

const me = { id: 'anna', name: 'Anna', colour: 0, role: 'viewer' } as const;
const said = (seq: number): ChatEntry => ({ seq, type: 'message', message: someMessage(seq) });
const refusal: Refusal = { ok: false, code: 'chat_too_fast', detail: 'Wait.', retryAfterMs: 500 };

/** A socket in the hands of a test: each question waits for the test's answer. */
class FakeSocket {
  readonly #listeners = new Map<string, (...args: never[]) => void>();
  readonly asked: { request: string; asked: unknown; answer: (answer: unknown) => void }[] = [];
  closed = 0;
  connects = 0;

  readonly on = (event: string, listener: (...args: never[]) => void): void => {
    this.#listeners.set(event, listener);
  };
  readonly timeout = () => ({
    emitWithAck: (request: string, asked: unknown) =>
      new Promise((resolve, reject) => {
        const answer = (told: unknown): void => {
          if (told instanceof Error) reject(told);
          else resolve(told);
        };
        this.asked.push({ request, asked, answer });
      }),
  });
  readonly connect = (): void => {
    this.connects += 1;
  };
  readonly close = (): void => {
    this.closed += 1;
  };

  happen(event: string, ...args: unknown[]): void {
    this.#listeners.get(event)?.(...(args as never[]));
  }

  /** Answers the next question, which has to be this one; gives what was asked. */
  async answer(request: string, told: unknown): Promise<unknown> {
    await settle();
    const next = this.asked.shift();
    expect(next?.request).toBe(request);
    next?.answer(told);
    await settle();
    return next?.asked;
  }
}

function welcome(more: Partial<ChatWelcome> = {}): object {
  const since = { type: 'latest', messages: [someMessage(1)], isWhole: true };
  return { ok: true, me, token: 'token-of-anna', head: 1, since, ...more };
}

async function open() {
  const time = new ManualTime();
  const socket = new FakeSocket();
  let kept: string | null = null;
  let ids = 0;
  const client = new ChatClient({
    channel: 'live',
    token: {
      get: () => kept,
      set: (token) => {
        kept = token;
      },
    },
    connect: async () => socket as unknown as ChatSocket,
    createId: () => {
      ids += 1;
      return `mine-${ids}`;
    },
    timers: time.timers,
  });
  client.start();
  await settle();
  const texts = (): string[] => client.getState().log.messages.map(({ text }) => text);
  return { time, socket, client, texts };
}

async function joined() {
  const opened = await open();
  opened.socket.happen('connect');
  await opened.socket.answer('chat:join', welcome());
  return opened;
}

test('joins, and is told what was said last', async () => {
  const { socket, client, texts } = await open();
  expect(client.getState().name).toBe('joining');
  socket.happen('connect');
  expect(await socket.answer('chat:join', welcome())).toEqual({ channel: 'live' });
  expect(client.getState()).toMatchObject({ name: 'joined', me });
  expect(texts()).toEqual(['m1']);
});

test('comes back as the same person, from the number that it has', async () => {
  const { socket, client, texts } = await joined();
  socket.happen('chat:entries', [said(2)]);
  socket.happen('disconnect');
  expect(client.getState().name).toBe('away');
  socket.happen('connect');
  const since = { type: 'entries', entries: [said(3), said(4)], isWhole: true };
  expect(await socket.answer('chat:join', welcome({ head: 4, since } as object))).toEqual({
    channel: 'live',
    token: 'token-of-anna',
    after: 2,
  });
  expect(texts()).toEqual(['m1', 'm2', 'm3', 'm4']);
});

test('asks for what is missing, page by page', async () => {
  const { socket, texts } = await joined();
  socket.happen('chat:entries', [said(5)]);
  const first = { ok: true, entries: [said(2), said(3)], isWhole: false };
  expect(await socket.answer('chat:read', first)).toEqual({ after: 1 });
  const rest = { ok: true, entries: [said(4), said(5)], isWhole: true };
  expect(await socket.answer('chat:read', rest)).toEqual({ after: 3 });
  expect(texts()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
});

test('who is too far back begins with the latest', async () => {
  const { socket, texts } = await joined();
  socket.happen('chat:entries', [said(900)]);
  await socket.answer('chat:read', { ok: false, code: 'chat_message_unknown', detail: '' });
  const since = { type: 'latest', messages: [someMessage(900)], isWhole: false };
  const join = await socket.answer('chat:join', welcome({ head: 900, since } as object));
  expect(join).not.toHaveProperty('after');
  expect(texts()).toEqual(['m900']);
});

test('keeps what it has where the line is lost while it asks', async () => {
  const { socket, texts } = await joined();
  socket.happen('chat:entries', [said(5)]);
  await socket.answer('chat:read', new Error('timed out'));
  expect(texts()).toEqual(['m1']);
});

test('a message is on its way until it is in the log', async () => {
  const { socket, client, texts } = await joined();
  client.send({ text: 'hello', mediaAtMs: 5 });
  expect(client.getState().outbox).toMatchObject([{ text: 'hello', refusal: null }]);
  const message = someMessage(2, { id: 'mine-1', text: 'hello' });
  expect(await socket.answer('chat:send', { ok: true, message })).toEqual({
    ...{ id: 'mine-1', text: 'hello', mediaAtMs: 5 },
  });
  socket.happen('chat:entries', [{ seq: 2, type: 'message', message }]);
  expect(client.getState().outbox).toEqual([]);
  expect(texts()).toEqual(['m1', 'hello']);
});

test('what is written while the line is lost is sent at the next join, under the same id', async () => {
  const { socket, client } = await joined();
  socket.happen('disconnect');
  client.send({ text: 'meanwhile', mediaAtMs: null });
  await settle();
  expect(socket.asked).toEqual([]);
  socket.happen('connect');
  const since = { type: 'entries', entries: [], isWhole: true };
  await socket.answer('chat:join', welcome({ since } as object));
  expect(await socket.answer('chat:send', { ok: true })).toMatchObject({ id: 'mine-1' });
});

test('what came back as kept is not sent again', async () => {
  const { socket, client } = await joined();
  client.send({ text: 'hello', mediaAtMs: null });
  await settle();
  socket.asked.length = 0;
  socket.happen('disconnect');
  socket.happen('connect');
  const message = someMessage(2, { id: 'mine-1', text: 'hello' });
  const since = { type: 'entries', entries: [{ seq: 2, type: 'message', message }], isWhole: true };
  await socket.answer('chat:join', welcome({ head: 2, since } as object));
  expect(socket.asked).toEqual([]);
  expect(client.getState().outbox).toEqual([]);
});

test('where no answer comes it is sent again after a while', async () => {
  const { time, socket, client } = await joined();
  client.send({ text: 'hello', mediaAtMs: null });
  await socket.answer('chat:send', new Error('timed out'));
  await time.advance(3_000);
  expect(await socket.answer('chat:send', { ok: true })).toMatchObject({ id: 'mine-1' });
});

test('what is refused says why, and can be sent again or given up', async () => {
  const { socket, client } = await joined();
  client.send({ text: 'one', mediaAtMs: null });
  client.send({ text: 'two', mediaAtMs: null });
  await socket.answer('chat:send', refusal);
  await socket.answer('chat:send', refusal);
  expect(client.getState().outbox).toMatchObject([{ refusal }, { refusal }]);
  client.discard('mine-1');
  client.sendAgain('mine-2');
  expect(client.getState().outbox).toMatchObject([{ id: 'mine-2', refusal: null }]);
  expect(await socket.answer('chat:send', { ok: true })).toMatchObject({ id: 'mine-2' });
});

test('a server that lets nobody in is asked again when it says', async () => {
  const { time, socket, client } = await open();
  socket.happen('connect_error', Object.assign(new Error('full'), { data: refusal }));
  expect(client.getState()).toMatchObject({ name: 'refused', refusal });
  await time.advance(499);
  expect(socket.connects).toBe(0);
  await time.advance(1);
  expect(socket.connects).toBe(1);
  socket.happen('connect');
  await socket.answer('chat:join', refusal);
  expect(client.getState().name).toBe('refused');
  await time.advance(500);
  await socket.answer('chat:join', welcome());
  expect(client.getState().name).toBe('joined');
});

test('earlier messages are asked for once at a time, until there are none', async () => {
  const { socket, client, texts } = await open();
  socket.happen('connect');
  const since = { type: 'latest', messages: [someMessage(3)], isWhole: false };
  await socket.answer('chat:join', welcome({ head: 3, since } as object));
  void client.loadEarlier();
  void client.loadEarlier();
  const page = { ok: true, messages: [someMessage(1), someMessage(2)], isWhole: true };
  expect(await socket.answer('chat:history', page)).toEqual({ before: 3 });
  expect(texts()).toEqual(['m1', 'm2', 'm3']);
  void client.loadEarlier();
  await settle();
  expect(socket.asked).toEqual([]);
});

test('who leaves before the line is there leaves none behind', async () => {
  const { socket, client } = await open();
  client.stop();
  expect(socket.closed).toBe(1);
  client.start();
  client.stop();
  client.start();
  await settle();
  // Of the two that were on their way one is kept.
  expect(socket.closed).toBe(2);
});
