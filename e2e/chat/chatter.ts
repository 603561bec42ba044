import {
  type ChatEntry,
  type ChatMessage,
  type ChatWelcome,
  type ClientEvents,
  routes,
  type ServerEvents,
} from '@tallylight/contract';
import { io, type Socket } from 'socket.io-client';

type Page = Socket<ServerEvents, ClientEvents>;

/** How long an answer is waited for before the message is sent again, in ms. */
const answerMs = 3_000;

/** What a message is refused for that may be sent again. */
const passing = new Set(['storage_unavailable', 'chat_not_joined', 'chat_too_fast']);

/** A client of the chat without a page: speaks the protocol as it is documented, and knows nothing of our own client. */
export class Chatter {
  readonly #socket: Page;
  readonly #channel: string;
  #token: string | null = null;
  /** The number of the last entry that it has, and every entry in the order in which it took them. */
  #last = 0;
  readonly taken: ChatEntry[] = [];
  /** What the server said that it had kept. */
  readonly acknowledged: ChatMessage[] = [];
  readonly #taking = new Set<(entry: ChatEntry) => void>();
  #isJoined = false;
  #joined = Promise.withResolvers<void>();

  constructor(url: string, channel: string) {
    this.#channel = channel;
    this.#socket = io(url, {
      ...{ path: routes.socket(), transports: ['websocket'], forceNew: true },
      // A server that is killed again and again is back in a moment.
      ...{ reconnectionDelay: 100, reconnectionDelayMax: 500 },
    });
    this.#socket.on('connect', () => void this.#join());
    this.#socket.on('disconnect', () => this.#away());
    this.#socket.on('chat:entries', (entries) => {
      if (this.#isJoined) void this.#take(entries);
    });
  }

  /** Resolves when it is in the chat. */
  get joined(): Promise<void> {
    return this.#joined.promise;
  }

  /** Calls back for each entry, as it is taken. */
  onTaken(listener: (entry: ChatEntry) => void): void {
    this.#taking.add(listener);
  }

  /**
   * Sends until the server has kept it.
   *
   * @param about.mediaAtMs when what its sender sees was captured, in ms since 1970
   * @throws {Error} the server refused it
   */
  async say(
    text: string,
    { mediaAtMs = null }: { mediaAtMs?: number | null } = {},
  ): Promise<ChatMessage> {
    const id = crypto.randomUUID();
    for (;;) {
      await this.joined;
      try {
        const answer = await this.#socket
          .timeout(answerMs)
          .emitWithAck('chat:send', { id, text, mediaAtMs });
        if (answer.ok) {
          this.acknowledged.push(answer.message);
          return answer.message;
        }
        if (!passing.has(answer.code)) throw new Error(`${answer.code}: ${answer.detail}`);
        await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs ?? 100));
      } catch (error) {
        // Socket.IO's own word for no answer in time.
        if (!(error instanceof Error) || !/timed out|disconnected/.test(error.message)) throw error;
      }
    }
  }

  /** Cuts the line, and comes back at the next connect(). */
  leave(): void {
    this.#socket.disconnect();
  }

  comeBack(): void {
    this.#socket.connect();
  }

  close(): void {
    this.#socket.close();
  }

  async #join(): Promise<void> {
    try {
      const answer = await this.#socket.timeout(answerMs).emitWithAck('chat:join', {
        channel: this.#channel,
        after: this.#last,
        ...(this.#token !== null && { token: this.#token }),
      });
      if (!answer.ok) throw new Error(`${answer.code}: ${answer.detail}`);
      this.#token = answer.token;
      this.#begin(answer);
      this.#isJoined = true;
      this.#joined.resolve();
    } catch {
      // Whatever it was, the next connection begins anew.
      if (this.#socket.connected) setTimeout(() => void this.#join(), 100);
    }
  }

  #begin({ since }: ChatWelcome): void {
    if (since.type === 'latest') throw new Error(`entries after ${this.#last} are gone`);
    for (const entry of since.entries) this.#enter(entry);
    if (!since.isWhole) void this.#take([]);
  }

  async #take(entries: readonly ChatEntry[]): Promise<void> {
    for (const entry of entries) this.#enter(entry);
    const isBehind = entries.length === 0 || (entries.at(-1)?.seq ?? 0) > this.#last;
    if (!isBehind) return;
    const page = await this.#socket
      .timeout(answerMs)
      .emitWithAck('chat:read', { after: this.#last })
      .catch(() => null);
    if (page?.ok !== true) return;
    for (const entry of page.entries) this.#enter(entry);
    if (!page.isWhole) await this.#take([]);
  }

  /** Takes what follows; what it has, and what comes before something is missing, it leaves. */
  #enter(entry: ChatEntry): void {
    if (entry.seq !== this.#last + 1) return;
    this.#last = entry.seq;
    this.taken.push(entry);
    for (const listener of this.#taking) listener(entry);
  }

  #away(): void {
    this.#isJoined = false;
    this.#joined = Promise.withResolvers();
  }
}
