import {
  type ChatEntry,
  type ChatReactionTotals,
  type ChatWelcome,
  type ClientEvents,
  limits,
  routes,
  type ServerEvents,
} from '@tallylight/contract';
import { io, type Socket } from 'socket.io-client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { TestServer } from './testing/test-server.ts';

type Page = Socket<ServerEvents, ClientEvents>;
type Request = Extract<keyof ClientEvents, `chat:${string}`>;

/** Somebody's page: its socket, and what it was told. */
class Somebody {
  readonly socket: Page;
  readonly entries: ChatEntry[] = [];

  constructor(server: TestServer, transports: string[] = ['websocket']) {
    this.socket = io(server.url, { path: routes.socket(), transports, forceNew: true });
    this.socket.on('chat:entries', (entries) => void this.entries.push(...entries));
    onTestFinished(() => void this.socket.close());
  }

  /** @param asked whatever a page may send, valid or not */
  async ask(request: Request, asked: unknown): Promise<Record<string, unknown>> {
    const answer: unknown = await this.socket
      .timeout(5_000)
      .emitWithAck(request, asked as Parameters<ClientEvents[Request]>[0] as never);
    return answer as Record<string, unknown>;
  }

  async join(more: object = {}): Promise<ChatWelcome> {
    const answer = await this.ask('chat:join', { channel: 'test', ...more });
    expect(answer).toMatchObject({ ok: true });
    return answer as unknown as ChatWelcome;
  }

  say(text: string, more: object = {}): Promise<Record<string, unknown>> {
    return this.ask('chat:send', {
      id: `id-${crypto.randomUUID()}`,
      text,
      mediaAtMs: null,
      ...more,
    });
  }

  texts(): string[] {
    return this.entries.flatMap((entry) => (entry.type === 'message' ? entry.message.text : []));
  }
}

/** Kept from the limit of five in two seconds, by being many. */
async function crowd(server: TestServer, count: number): Promise<Somebody[]> {
  const people = Array.from({ length: count }, () => new Somebody(server));
  for (const one of people) await one.join();
  return people;
}

describe('the chat of a channel', () => {
  test('tells everybody what is said, once it is kept, in one order', async () => {
    await using server = await TestServer.start();
    const [anna, ben] = (await crowd(server, 2)) as [Somebody, Somebody];
    const answers = await Promise.all([anna.say('one'), ben.say('two'), anna.say('three')]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    await vi.waitFor(() => expect(anna.entries).toHaveLength(3));
    await vi.waitFor(() => expect(ben.entries).toEqual(anna.entries));
    expect(anna.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(new Set(anna.texts())).toEqual(new Set(['one', 'two', 'three']));
  });

  test('is the same over polling, where WebSocket finds no way', async () => {
    await using server = await TestServer.start();
    const anna = new Somebody(server, ['polling']);
    await anna.join();
    expect(await anna.say('hello')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(anna.texts()).toEqual(['hello']));
  });

  test('keeps what is sent twice once', async () => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    await anna.join();
    const first = await anna.say('hello', { id: 'the-same-id' });
    const again = await anna.say('hello', { id: 'the-same-id' });
    expect(again).toEqual(first);
    await anna.say('next');
    await vi.waitFor(() => expect(anna.texts()).toEqual(['hello', 'next']));
  });

  test('tells who was away what they missed, once, in order', async () => {
    await using server = await TestServer.start();
    const [anna, ben] = (await crowd(server, 2)) as [Somebody, Somebody];
    await anna.say('one');
    await vi.waitFor(() => expect(ben.entries).toHaveLength(1));
    ben.socket.close();
    await anna.say('two');
    await anna.say('three');
    const back = new Somebody(server);
    const { since, head } = await back.join({ after: 1 });
    expect(since).toMatchObject({
      type: 'entries',
      entries: [
        { seq: 2, message: { text: 'two' } },
        { seq: 3, message: { text: 'three' } },
      ],
      isWhole: true,
    });
    expect(head).toBe(3);
    expect(await back.ask('chat:read', { after: 2 })).toMatchObject({
      entries: [{ seq: 3 }],
      isWhole: true,
    });
  });

  test.each([99, 1_000_000])(
    'takes the number %i, which was never given, for none',
    async (after) => {
      await using server = await TestServer.start();
      const anna = new Somebody(server);
      const { since } = await anna.join({ after });
      expect(since).toEqual({ type: 'latest', messages: [], isWhole: true });
      expect(await anna.ask('chat:read', { after })).toMatchObject({ ok: false });
    },
  );

  test('knows somebody again by their token, and nobody by another', async () => {
    await using server = await TestServer.start();
    const { me, token } = await new Somebody(server).join();
    expect((await new Somebody(server).join({ token })).me).toEqual(me);
    const forged = `${me.id}.${token.split('.')[1]?.replaceAll('a', 'b')}x`;
    for (const other of [forged, me.id, '', '.', '__proto__.x']) {
      expect((await new Somebody(server).join({ token: other })).me.id).not.toBe(me.id);
    }
  });

  test('has one person for each name, and for what looks like it', {
    timeout: 10_000,
  }, async () => {
    await using server = await TestServer.start();
    const [anna, ben] = (await crowd(server, 2)) as [Somebody, Somebody];
    expect(await anna.ask('chat:rename', { name: 'Anna', colour: 3 })).toMatchObject({
      me: { name: 'Anna', colour: 3 },
    });
    for (const name of ['Anna', 'anna', '\u0410nna', 'A n n a']) {
      expect(await ben.ask('chat:rename', { name, colour: 1 })).toMatchObject({
        code: 'chat_name_taken',
      });
    }
    await vi.waitFor(async () => {
      // Five a time may somebody ask.
      expect(await ben.ask('chat:rename', { name: 'Ben', colour: 1 })).toMatchObject({ ok: true });
    }, 4_000);
    await anna.say('it is me');
    await vi.waitFor(() =>
      expect(ben.entries).toMatchObject([{ message: { from: { name: 'Anna', role: 'viewer' } } }]),
    );
  });

  test('gives the names of the host and of the channel to the owner alone', async () => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    await anna.join();
    for (const name of ['test', 'Ho\u0455t', 'M0derator']) {
      expect(await anna.ask('chat:rename', { name, colour: 0 })).toMatchObject({
        code: 'chat_name_taken',
      });
    }
    const owner = new Somebody(server);
    expect((await owner.join({ key: server.key })).me).toMatchObject({
      name: 'test',
      role: 'owner',
    });
    expect(await owner.ask('chat:rename', { name: 'Host', colour: 0 })).toMatchObject({ ok: true });
  });

  test.each([
    ['test', 'a-wrong-key', 'key_wrong'],
    ['nowhere', undefined, 'channel_unknown'],
    ['constructor', undefined, 'channel_unknown'],
  ])('of %s is closed to the key %s: %s', async (channel, key, code) => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    expect(await anna.ask('chat:join', { channel, key })).toMatchObject({ ok: false, code });
  });

  test('takes five messages in two seconds from one person, and says when more', async () => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    await anna.join();
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await anna.say(`m${n}`));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false]);
    const { code, retryAfterMs } = answers[5] ?? {};
    expect(code).toBe('chat_too_fast');
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(limits.chatBurstMs);
  });

  test('has messages edited by their senders and taken away by the host, for everybody', async () => {
    await using server = await TestServer.start();
    const [anna, ben] = (await crowd(server, 2)) as [Somebody, Somebody];
    const owner = new Somebody(server);
    await owner.join({ key: server.key });
    await anna.say('helo');
    expect(await ben.ask('chat:edit', { seq: 1, text: 'mine' })).toMatchObject({
      code: 'chat_not_allowed',
    });
    expect(await anna.ask('chat:edit', { seq: 1, text: 'hello' })).toEqual({ ok: true });
    expect(await owner.ask('chat:remove', { seq: 1 })).toEqual({ ok: true });
    await vi.waitFor(() => expect(ben.entries).toHaveLength(3));
    expect(ben.entries.slice(1)).toMatchObject([
      { type: 'changed', message: { seq: 1, text: 'hello', isEdited: true } },
      { type: 'changed', message: { seq: 1, text: '', isRemoved: true } },
    ]);
    const { since } = await new Somebody(server).join();
    expect(since).toMatchObject({ messages: [{ seq: 1, text: '', isRemoved: true }] });
  });

  test('tells what a sender saw, unless nobody can have seen it', async () => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    await anna.join();
    const now = Date.now();
    await anna.say('plausible', { mediaAtMs: now - 4_000 });
    await anna.say('in an hour', { mediaAtMs: now + 3_600_000 });
    await anna.say('in 1970', { mediaAtMs: 5 });
    await vi.waitFor(() => expect(anna.entries).toHaveLength(3));
    expect(
      anna.entries.map((entry) => (entry.type === 'message' ? entry.message.mediaAtMs : null)),
    ).toEqual([now - 4_000, null, null]);
  });

  test('gives history by page, and what was said about a moment', async () => {
    await using server = await TestServer.start();
    const people = await crowd(server, 3);
    for (const [index, one] of people.entries()) {
      for (let n = 0; n < 5; n += 1) await one.say(`m${index * 5 + n}`);
    }
    const anna = people[0] as Somebody;
    const history = await anna.ask('chat:history', { before: 3 });
    expect(history).toMatchObject({ messages: [{ text: 'm0' }, { text: 'm1' }], isWhole: true });
    const moments = await anna.ask('chat:moments', { fromMs: 0, toMs: Date.now() });
    expect(moments['messages']).toHaveLength(15);
  });

  test('answers so many questions of one page, and says when more', async () => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    await anna.join();
    const asked = Array.from({ length: 50 }, () => anna.ask('chat:read', { after: 0 }));
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ ok }) => ok !== true);
    // The join was one of the forty.
    expect(refused.length).toBeGreaterThanOrEqual(11);
    expect(refused.length).toBeLessThan(50);
    expect(refused[0]).toMatchObject({ code: 'too_many_requests' });
    expect(refused[0]?.['retryAfterMs']).toBeGreaterThan(0);
  });

  test('lets the host clear up as fast as need be', async () => {
    await using server = await TestServer.start();
    const people = await crowd(server, 2);
    const owner = new Somebody(server);
    await owner.join({ key: server.key });
    for (const one of people) for (let n = 0; n < 5; n += 1) await one.say(`spam ${n}`);
    for (let seq = 1; seq <= 10; seq += 1) {
      expect(await owner.ask('chat:remove', { seq })).toEqual({ ok: true });
    }
  });

  test('tells everybody how many react, as totals', async () => {
    await using server = await TestServer.start();
    const people = await crowd(server, 4);
    const told: ChatReactionTotals[] = [];
    people[3]?.socket.on('chat:reactions', (totals) => void told.push(totals));
    const began = Date.now();
    for (let n = 0; n < 5; n += 1) {
      for (const one of people.slice(0, 3)) one.socket.emit('chat:react', [0, 1]);
    }
    const hearts = (): number => told.reduce((sum, { counts }) => sum + (counts[1] ?? 0), 0);
    await vi.waitFor(() => expect(hearts()).toBe(15));
    const mostPackets = (Date.now() - began) / limits.chatReactionsEveryMs + 1;
    expect(told.length).toBeLessThanOrEqual(mostPackets);
  });

  test('counts no more of one person than they may react', async () => {
    await using server = await TestServer.start();
    const [anna, ben] = (await crowd(server, 2)) as [Somebody, Somebody];
    let total = 0;
    ben.socket.on('chat:reactions', ({ counts }) => {
      total += counts.reduce((sum, count) => sum + count, 0);
    });
    for (let n = 0; n < 100; n += 1) anna.socket.emit('chat:react', [10]);
    // What came of it is on its way before what is said after it.
    await anna.say('done');
    await vi.waitFor(() => expect(ben.texts()).toEqual(['done']));
    await vi.waitFor(() => expect(total).toBe(limits.chatReactionsPerS));
  });

  test('of who has not joined takes nothing', async () => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    expect(await anna.say('hello')).toMatchObject({ ok: false, code: 'chat_not_joined' });
    expect(await anna.ask('chat:history', { before: 5 })).toMatchObject({
      code: 'chat_not_joined',
    });
  });

  test('lets who joins another chat leave the first', async () => {
    await using server = await TestServer.start({
      TALLYLIGHT_CHANNELS:
        'test:the-stream-key-of-the-test-channel,other:the-stream-key-of-the-other-one',
    });
    const [anna, ben] = (await crowd(server, 2)) as [Somebody, Somebody];
    await anna.join({ channel: 'other' });
    await ben.say('are you there?');
    await anna.say('elsewhere');
    await vi.waitFor(() => expect(anna.texts()).toEqual(['elsewhere']));
    expect(ben.texts()).toEqual(['are you there?']);
  });
});

describe('bad input to the chat', () => {
  const send = (text: unknown) => ({ id: 'some-id-1', text, mediaAtMs: null });
  test.each<[Request, unknown]>([
    ['chat:send', null],
    ['chat:send', []],
    ['chat:send', send('')],
    ['chat:send', send('   ')],
    ['chat:send', send('x'.repeat(501))],
    ['chat:send', send('two\nlines')],
    ['chat:send', send('nul\u0000')],
    ['chat:send', send('half \ud83d')],
    ['chat:send', send('\u202eturned')],
    ['chat:send', send(`z${'\u0301'.repeat(100)}`)],
    ['chat:send', send({ toString: 'x' })],
    ['chat:send', { ...send('x'), id: '__proto__!' }],
    ['chat:send', { ...send('x'), mediaAtMs: 'now' }],
    ['chat:send', { ...send('x'), replyTo: -1 }],
    ['chat:send', { ...send('x'), replyTo: 1.5 }],
    ['chat:rename', { name: '', colour: 0 }],
    ['chat:rename', { name: 'x'.repeat(26), colour: 0 }],
    ['chat:rename', { name: '\u200b', colour: 0 }],
    ['chat:rename', { name: 'ok', colour: 12 }],
    ['chat:read', { after: -1 }],
    ['chat:history', { before: 0 }],
    ['chat:moments', { fromMs: -1, toMs: 1e99 }],
    ['chat:join', { channel: 7 }],
    ['chat:join', { channel: 'test', after: '1' }],
  ])('%s of %j is answered with what is wrong, and nothing is lost', async (request, asked) => {
    await using server = await TestServer.start();
    const anna = new Somebody(server);
    await anna.join();
    const answer = await anna.ask(request, asked);
    expect(answer).toMatchObject({ ok: false, code: 'body_invalid' });
    expect(answer['detail']).not.toMatch(/Invalid input\.$/);
    expect(await anna.say('still here')).toMatchObject({ ok: true });
    expect(server.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('a message of a megabyte ends the socket, and nobody else\u2019s', async () => {
    await using server = await TestServer.start();
    const [anna, ben] = (await crowd(server, 2)) as [Somebody, Somebody];
    const gone = new Promise((resolve) => anna.socket.on('disconnect', resolve));
    anna.socket.emit('chat:send', send('x'.repeat(1_000_000)) as never, () => {});
    await gone;
    expect(await ben.say('still here')).toMatchObject({ ok: true });
  });
});

test('an address has so many sockets, and who is one too many is told so', async () => {
  await using server = await TestServer.start();
  await crowd(server, 20);
  const late = new Somebody(server);
  const error = await new Promise<Error & { data?: unknown }>((resolve) => {
    late.socket.on('connect_error', resolve);
  });
  expect(error.data).toMatchObject({ ok: false, code: 'too_many_requests' });
});
