import {
  type ChatPerson,
  type ChatSend,
  type ChatWelcome,
  chatEditSchema,
  chatHistorySchema,
  chatJoinSchema,
  chatMomentsSchema,
  chatReadSchema,
  chatRenameSchema,
  chatSendSchema,
  chatTargetSchema,
  limits,
} from '@tallylight/contract';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { z } from 'zod/mini';
import type { Channels } from '../channels/channels.ts';
import { HttpError } from '../http/http-error.ts';
import type { Clock } from '../live/clock.ts';
import { acknowledge } from '../socket/acknowledge.ts';
import type { PageSocket, SocketServer } from '../socket/socket-server.ts';
import { ChatError } from './chat-error.ts';
import type { ChatPeople } from './chat-people.ts';
import type { ChatRoom } from './chat-room.ts';
import type { ChatRooms } from './chat-rooms.ts';
import { faultOf } from './fault-of.ts';
import type { Passports } from './passports.ts';

export type ChatSocketsOptions = {
  readonly channels: Channels;
  readonly rooms: ChatRooms;
  readonly people: ChatPeople;
  readonly passports: Passports;
  readonly clock: Clock;
  readonly log: Logger;
};

/** Somebody in the chat of a channel, by one socket. */
type Member = {
  readonly channel: string;
  readonly room: ChatRoom;
  person: ChatPerson;
  /** Whether the name is theirs: who only reads takes none. */
  isSettled: boolean;
};

/** How far a sender's clock may be ahead of ours, in ms, and how far back what they saw may lie. */
const aheadMs = 2_000;
const behindMs = 24 * 3_600_000;

/** Has pages take part in the chats of channels. */
export function chatSockets(sockets: SocketServer, options: ChatSocketsOptions): void {
  const burst = new RateLimiterMemory({
    points: limits.chatBurst,
    duration: limits.chatBurstMs / 1000,
  });
  sockets.on('connection', (socket) => {
    const seat = new ChatSeat(socket, options, burst);
    socket.on('disconnect', () => seat.leave());
    const on = <Asked>(
      event: Parameters<PageSocket['on']>[0],
      schema: z.ZodMiniType<Asked>,
      act: (asked: Asked) => Promise<unknown>,
    ): void => {
      const handle = (asked: unknown, done: unknown): void =>
        acknowledge(done, options.log, async () => {
          const { data, error } = schema.safeParse(asked);
          if (error !== undefined) throw HttpError.bodyInvalid(faultOf(error));
          return act(data as Asked);
        });
      socket.on(event, handle as never);
    };
    on('chat:join', chatJoinSchema, (join) => seat.join(join));
    on('chat:send', chatSendSchema, (message) => seat.send(message));
    on('chat:rename', chatRenameSchema, (wish) => seat.rename(wish));
    on('chat:read', chatReadSchema, ({ after }) => seat.read(after));
    on('chat:history', chatHistorySchema, ({ before }) => seat.member().room.history(before));
    on('chat:moments', chatMomentsSchema, ({ fromMs, toMs }) =>
      seat.member().room.moments(fromMs, toMs),
    );
    on('chat:edit', chatEditSchema, ({ seq, text }) => seat.change({ seq, to: 'edited', text }));
    on('chat:remove', chatTargetSchema, ({ seq }) => seat.change({ seq, to: 'removed' }));
    on('chat:restore', chatTargetSchema, ({ seq }) => seat.change({ seq, to: 'restored' }));
  });
}

type Change = { readonly seq: number } & (
  | { readonly to: 'removed' | 'restored' }
  | { readonly to: 'edited'; readonly text: string }
);

/** What one socket does in the chat. */
class ChatSeat {
  readonly #socket: PageSocket;
  readonly #options: ChatSocketsOptions;
  readonly #burst: RateLimiterMemory;
  #member: Member | null = null;

  constructor(socket: PageSocket, options: ChatSocketsOptions, burst: RateLimiterMemory) {
    this.#socket = socket;
    this.#options = options;
    this.#burst = burst;
  }

  /** @throws {ChatError} not-joined */
  member(): Member {
    if (this.#member === null) throw ChatError.notJoined();
    return this.#member;
  }

  leave(): void {
    this.#member?.room.members.delete(this.#socket);
    this.#member = null;
  }

  async join(join: z.infer<typeof chatJoinSchema>): Promise<ChatWelcome> {
    const { channels, rooms, people, passports } = this.#options;
    const { channel, key } = join;
    if (key === undefined) channels.requireKnown(channel);
    else channels.requireOwner(channel, key);
    const { id, token } = passports.read(join.token);
    const [room, me] = await Promise.all([
      rooms.get(channel),
      people.find(channel, id, key === undefined ? 'viewer' : 'owner'),
    ]);
    const welcome = await room.since(join.after);
    // One page, one chat: who joins another one leaves the first.
    this.leave();
    this.#member = { channel, room, person: me, isSettled: false };
    this.#socket.data.joined?.();
    // Who has gone meanwhile is told of no more.
    if (this.#socket.connected) room.members.add(this.#socket);
    return { me, token, ...welcome };
  }

  async send({ id, text, mediaAtMs, replyTo }: ChatSend): Promise<object> {
    const member = this.member();
    await this.#requirePace(member.person.id);
    if (!member.isSettled) {
      member.person = await this.#options.people.settle(member.channel, member.person);
      member.isSettled = true;
    }
    const { person: from } = member;
    const message = await member.room.post({
      ...{ id, from, text, replyTo: replyTo ?? null },
      mediaAtMs: this.#plausible(mediaAtMs),
    });
    return { message };
  }

  async rename(wish: z.infer<typeof chatRenameSchema>): Promise<object> {
    const member = this.member();
    await this.#requirePace(member.person.id);
    member.person = await this.#options.people.rename(member.channel, member.person, wish);
    member.isSettled = true;
    return { me: member.person };
  }

  async read(after: number): Promise<object> {
    const page = await this.member().room.read(after);
    // Who is too far back joins anew.
    if (page === null) throw ChatError.messageUnknown(after);
    return page;
  }

  async change(change: Change): Promise<void> {
    const { room, person } = this.member();
    await this.#requirePace(person.id);
    await room.change({ ...change, by: person });
  }

  /** @throws {ChatError} too-fast */
  async #requirePace(person: string): Promise<void> {
    try {
      await this.#burst.consume(person);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw ChatError.tooFast(error.msBeforeNext);
      throw error;
    }
  }

  /** A moment that can't be what somebody saw is none. */
  #plausible(mediaAtMs: number | null): number | null {
    const nowMs = this.#options.clock.now();
    const canBe =
      mediaAtMs !== null && mediaAtMs <= nowMs + aheadMs && mediaAtMs >= nowMs - behindMs;
    return canBe ? Math.round(Math.min(mediaAtMs, nowMs)) : null;
  }
}
