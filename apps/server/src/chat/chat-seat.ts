import type {
  ChatHistory,
  ChatJoin,
  ChatMessage,
  ChatPage,
  ChatPerson,
  ChatRename,
  ChatSend,
  ChatWelcome,
} from '@tallylight/contract';
import type { Channels } from '../channels/channels.ts';
import type { Clock } from '../live/clock.ts';
import type { PageSocket } from '../socket/socket-server.ts';
import { ChatError } from './chat-error.ts';
import type { ChatPace } from './chat-pace.ts';
import type { ChatPeople } from './chat-people.ts';
import type { ChatRoom } from './chat-room.ts';
import type { ChatRooms } from './chat-rooms.ts';
import type { MessageChange } from './log/chat-database.ts';
import type { Passports } from './passports.ts';

export type ChatSeatOptions = {
  readonly channels: Channels;
  readonly rooms: ChatRooms;
  readonly people: ChatPeople;
  readonly passports: Passports;
  readonly pace: ChatPace;
  readonly clock: Clock;
};

/** Somebody in the chat of a channel. */
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

/** What one page does in the chat. Each of its methods may throw a ChatError. */
export class ChatSeat {
  readonly #socket: PageSocket;
  readonly #options: ChatSeatOptions;
  #member: Member | null = null;

  constructor(socket: PageSocket, options: ChatSeatOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  /** @throws {ChannelError} channel-unknown, key-wrong */
  async join({ channel, key, token: kept, after }: ChatJoin): Promise<ChatWelcome> {
    const { channels, rooms, people, passports, pace } = this.#options;
    await pace.ask(this.#socket.id);
    if (key === undefined) channels.requireKnown(channel);
    else channels.requireOwner(channel, key);
    const { id, token } = passports.read(kept);
    const [room, me] = await Promise.all([
      rooms.get(channel),
      people.find(channel, id, key === undefined ? 'viewer' : 'owner'),
    ]);
    const welcome = await room.since(after);
    // One page, one chat: who joins another one leaves the first.
    this.leave();
    this.#member = { channel, room, person: me, isSettled: false };
    this.#socket.data.joined?.();
    // Who has gone meanwhile is told of no more.
    if (this.#socket.connected) room.members.add(this.#socket);
    return { me, token, ...welcome };
  }

  leave(): void {
    this.#member?.room.members.delete(this.#socket);
    this.#member = null;
  }

  async send({ id, text, mediaAtMs, replyTo }: ChatSend): Promise<{ message: ChatMessage }> {
    const member = this.#joined();
    await this.#options.pace.say(member.person.id);
    if (!member.isSettled) {
      member.person = await this.#options.people.settle(member.channel, member.person);
      member.isSettled = true;
    }
    const message = await member.room.post({
      ...{ id, from: member.person, text, replyTo: replyTo ?? null },
      mediaAtMs: this.#plausible(mediaAtMs),
    });
    return { message };
  }

  /** What is more than anybody may is not counted; nor is that of who has not joined. */
  async react(counts: readonly number[]): Promise<void> {
    const times = counts.reduce((sum, count) => sum + count, 0);
    const member = this.#member;
    if (member === null || times === 0) return;
    if (await this.#options.pace.react(member.person.id, times)) member.room.reactions.add(counts);
  }

  async rename(wish: ChatRename): Promise<{ me: ChatPerson }> {
    const member = this.#joined();
    await this.#options.pace.say(member.person.id);
    member.person = await this.#options.people.rename(member.channel, member.person, wish);
    member.isSettled = true;
    return { me: member.person };
  }

  async change(change: MessageChange): Promise<void> {
    const { room, person } = this.#joined();
    // Who keeps order may have much to do at once.
    if (person.role === 'viewer') await this.#options.pace.say(person.id);
    await room.change({ ...change, by: person });
  }

  async read(after: number): Promise<ChatPage> {
    const page = await (await this.#asking()).read(after);
    // Who is too far back joins anew.
    if (page === null) throw ChatError.messageUnknown(after);
    return page;
  }

  async history(before: number): Promise<ChatHistory> {
    return (await this.#asking()).history(before);
  }

  async moments(fromMs: number, toMs: number): Promise<ChatHistory> {
    return (await this.#asking()).moments(fromMs, toMs);
  }

  /** @throws {ChatError} not-joined */
  #joined(): Member {
    if (this.#member === null) throw ChatError.notJoined();
    return this.#member;
  }

  async #asking(): Promise<ChatRoom> {
    const { room } = this.#joined();
    await this.#options.pace.ask(this.#socket.id);
    return room;
  }

  /** A moment that can't be what somebody saw is none. */
  #plausible(mediaAtMs: number | null): number | null {
    const nowMs = this.#options.clock.now();
    const canBe =
      mediaAtMs !== null && mediaAtMs <= nowMs + aheadMs && mediaAtMs >= nowMs - behindMs;
    return canBe ? Math.round(Math.min(mediaAtMs, nowMs)) : null;
  }
}
