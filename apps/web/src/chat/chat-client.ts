import type { ChatJoin, ChatPerson, ChatRename, ChatSend, Refusal } from '@tallylight/contract';
import type { TimerHandle, Timers } from '@tallylight/webrtc';
import { StateCell } from '../state-cell.ts';
import type { Answered, Asked, ChatRequest, ChatSocket } from './chat-socket.ts';
import { begunWith, emptyLog, type MessageLog, withEntries, withHistory } from './message-log.ts';
import type { Outgoing } from './outbox.ts';
import { Reactions } from './reactions.ts';

/** What a page shows of a chat beside its messages. */
export type ChatState = {
  /**
   * `joining` for the first time · `joined` · `away`: the line is lost, and comes back by itself · `refused`: the server
   * lets nobody in just now.
   */
  readonly name: 'joining' | 'joined' | 'away' | 'refused';
  /** Why the last try to join failed. */
  readonly refusal: Refusal | null;
  /** Null before the first join. */
  readonly me: ChatPerson | null;
  readonly log: MessageLog;
  /** What is not kept yet, in the order in which it was sent. */
  readonly outbox: readonly Outgoing[];
};

export type ChatClientOptions = {
  readonly channel: string;
  /** The stream key, from the owner. */
  readonly key?: string;
  /** The token that keeps somebody the same person; null where there is none yet. */
  readonly token: { readonly get: () => string | null; readonly set: (token: string) => void };
  readonly connect: () => Promise<ChatSocket>;
  readonly createId: () => string;
  readonly timers: Timers;
};

/** A server that says nothing for so long has not heard, in ms. */
const answerMs = 10_000;

/** How soon what was refused for a while is tried again, where the server does not say, in ms. */
const againMs = 3_000;

const noAnswer: Refusal = { ok: false, code: 'no_answer', detail: 'The server did not answer.' };

/**
 * Takes part in the chat of a channel: has every message once and in order, also after it was away, and sends each until
 * the server has kept it.
 */
export class ChatClient {
  readonly #options: ChatClientOptions;
  readonly #state = new StateCell<ChatState>({
    ...{ name: 'joining', refusal: null, me: null, log: emptyLog, outbox: [] },
  });
  /** What everybody reacts with; this page's own reactions are among them. */
  readonly reactions: Reactions;
  #socket: ChatSocket | null = null;
  #isStopped = true;
  #starts = 0;
  #isCatchingUp = false;
  #isLoadingEarlier = false;
  readonly #armed = new Set<TimerHandle>();

  constructor(options: ChatClientOptions) {
    this.#options = options;
    this.reactions = new Reactions({
      timers: options.timers,
      send: (counts) => {
        if (this.#state.get().name === 'joined') this.#socket?.emit('chat:react', counts);
      },
    });
  }

  readonly getState = this.#state.get;
  readonly subscribe = this.#state.subscribe;

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#starts += 1;
    const start = this.#starts;
    this.#options.connect().then(
      (socket) => {
        // It was stopped meanwhile, and perhaps started anew.
        if (this.#isStopped || start !== this.#starts) socket.close();
        else this.#connected(socket);
      },
      // The part of the page that speaks to the server could not be loaded.
      () => this.#again(() => this.#restart(), againMs),
    );
  }

  /** What is not sent yet is sent after the next start(). */
  stop(): void {
    this.#isStopped = true;
    this.#socket?.close();
    this.#socket = null;
    for (const handle of this.#armed) this.#options.timers.clearTimeout(handle);
    this.#armed.clear();
  }

  /** @param message.mediaAtMs when the picture that is seen now was captured; null: none is */
  send(message: Omit<ChatSend, 'id'>): void {
    const outgoing = { ...message, id: this.#options.createId(), refusal: null };
    this.#set({ outbox: [...this.#state.get().outbox, outgoing] });
    void this.#deliver(outgoing);
  }

  /** Sends again what was refused. */
  sendAgain(id: string): void {
    const outgoing = this.#state.get().outbox.find((one) => one.id === id);
    if (outgoing === undefined) return;
    this.#mark(id, null);
    void this.#deliver(outgoing);
  }

  /** Gives up what was refused. */
  discard(id: string): void {
    this.#set({ outbox: this.#state.get().outbox.filter((one) => one.id !== id) });
  }

  /** @returns why not; null when it is done */
  async rename(wish: ChatRename): Promise<Refusal | null> {
    const answer = await this.#ask('chat:rename', wish);
    if (!answer.ok) return answer;
    this.#set({ me: answer.me });
    return null;
  }

  /** @returns why not; null when it is done */
  async change(
    request: 'chat:remove' | 'chat:restore',
    target: { readonly seq: number },
  ): Promise<Refusal | null> {
    const answer = await this.#ask(request, target);
    return answer.ok ? null : answer;
  }

  /** Has the messages before those that there are. */
  async loadEarlier(): Promise<void> {
    const { messages, isWhole } = this.#state.get().log;
    const [first] = messages;
    if (first === undefined || isWhole || this.#isLoadingEarlier) return;
    this.#isLoadingEarlier = true;
    const answer = await this.#ask('chat:history', { before: first.seq });
    this.#isLoadingEarlier = false;
    if (answer.ok) this.#set({ log: withHistory(this.#state.get().log, answer) });
  }

  #restart(): void {
    this.stop();
    this.start();
  }

  #connected(socket: ChatSocket): void {
    this.#socket = socket;
    socket.on('connect', () => void this.#join());
    socket.on('disconnect', () => this.#away());
    socket.on('connect_error', ({ data }) => {
      // Refused by the server; a line that is down has no data, and is tried again by the socket itself.
      if (!isRefusal(data)) return;
      this.#set({ name: 'refused', refusal: data });
      this.#again(() => socket.connect(), data.retryAfterMs ?? againMs);
    });
    socket.on('chat:reactions', ({ counts }) => this.reactions.told(counts));
    socket.on('chat:entries', (entries) => {
      if (this.#state.get().name === 'joined') this.#take(entries);
    });
  }

  #away(): void {
    const { name } = this.#state.get();
    if (name === 'joined') this.#set({ name: 'away' });
    // The server closed it on purpose; a socket that lost its line comes back by itself.
    if (!this.#isStopped) this.#again(() => this.#socket?.connect(), againMs);
  }

  async #join(): Promise<void> {
    const { channel, key, token } = this.#options;
    const { last } = this.#state.get().log;
    const kept = token.get();
    const join: ChatJoin = {
      channel,
      ...(key !== undefined && { key }),
      ...(kept !== null && { token: kept }),
      ...(last !== null && { after: last }),
    };
    const answer = await this.#ask('chat:join', join);
    if (!answer.ok) {
      this.#set({ name: 'refused', refusal: answer });
      this.#again(() => void this.#join(), answer.retryAfterMs ?? againMs);
      return;
    }
    token.set(answer.token);
    const { since, me, head } = answer;
    this.#set({ name: 'joined', refusal: null, me });
    if (since.type === 'latest') this.#show(begunWith(since, head));
    else this.#take(since.entries);
    if (since.type === 'entries' && !since.isWhole) void this.#catchUp();
    for (const outgoing of this.#state.get().outbox) {
      if (outgoing.refusal === null) void this.#deliver(outgoing);
    }
  }

  #take(entries: Parameters<typeof withEntries>[1]): void {
    const log = withEntries(this.#state.get().log, entries);
    if (log === null) void this.#catchUp();
    else this.#show(log);
  }

  /** Asks for what is missing, page by page. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    try {
      for (;;) {
        const { last } = this.#state.get().log;
        const answer = await this.#ask('chat:read', { after: last ?? 0 });
        if (!answer.ok) {
          // Where no answer came the line is lost, and the next join tells what is missing.
          if (answer.code === noAnswer.code) return;
          // Too far back: the next join begins with the latest.
          this.#set({ log: { ...this.#state.get().log, last: null } });
          await this.#join();
          return;
        }
        const log = withEntries(this.#state.get().log, answer.entries);
        if (log !== null) this.#show(log);
        if (answer.isWhole) return;
      }
    } finally {
      this.#isCatchingUp = false;
    }
  }

  /** What is kept is on its way no longer. */
  #show(log: MessageLog): void {
    const { outbox, me } = this.#state.get();
    const ids = new Set(outbox.map(({ id }) => id));
    const kept = new Set(
      log.messages.flatMap(({ id, from }) => (ids.has(id) && from.id === me?.id ? [id] : [])),
    );
    this.#set({ log, outbox: outbox.filter(({ id }) => !kept.has(id)) });
  }

  /** Who is away sends it at the next join. */
  async #deliver({ refusal: _refusal, ...message }: Outgoing): Promise<void> {
    if (this.#state.get().name !== 'joined') return;
    const answer = await this.#ask('chat:send', message);
    if (answer.ok) {
      // Everybody is told of it in a moment, this page too; until then it stays where it is.
      return;
    }
    if (answer.code === noAnswer.code) {
      this.#again(() => this.#resend(message.id), againMs);
      return;
    }
    this.#mark(message.id, answer);
  }

  #resend(id: string): void {
    const outgoing = this.#state.get().outbox.find((one) => one.id === id);
    if (outgoing?.refusal === null) void this.#deliver(outgoing);
  }

  #mark(id: string, refusal: Refusal | null): void {
    const { outbox } = this.#state.get();
    this.#set({ outbox: outbox.map((one) => (one.id === id ? { ...one, refusal } : one)) });
  }

  /** Never rejects. */
  async #ask<Request extends ChatRequest>(
    request: Request,
    asked: Asked<Request>,
  ): Promise<Answered<Request> | Refusal> {
    try {
      if (this.#socket === null) return noAnswer;
      return await this.#socket.timeout(answerMs).emitWithAck(request, asked);
    } catch {
      return noAnswer;
    }
  }

  #again(act: () => void, afterMs: number): void {
    if (this.#isStopped) return;
    const handle = this.#options.timers.setTimeout(() => {
      this.#armed.delete(handle);
      if (!this.#isStopped) act();
    }, afterMs);
    this.#armed.add(handle);
  }

  #set(part: Partial<ChatState>): void {
    this.#state.set({ ...this.#state.get(), ...part });
  }
}

function isRefusal(data: unknown): data is Refusal {
  return typeof data === 'object' && data !== null && 'code' in data && 'detail' in data;
}
