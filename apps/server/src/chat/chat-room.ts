import {
  type ChatEntry,
  type ChatHistory,
  type ChatMessage,
  type ChatPage,
  type ChatWelcome,
  limits,
} from '@tallylight/contract';
import type { Clock } from '../live/clock.ts';
import { Pace } from '../live/pace.ts';
import { FanOut } from '../socket/fan-out.ts';
import { ChatError } from './chat-error.ts';
import type { ChangeBy, ChatDraft, MessageChange } from './log/chat-database.ts';
import type { ChatLog } from './log/chat-log.ts';
import { ReactionCount } from './reaction-count.ts';

export type ChatRoomOptions = {
  readonly channel: string;
  readonly log: ChatLog;
  readonly clock: Clock;
};

/** What comes within this time goes out in one packet, in ms: nobody reads faster. */
const packetEveryMs = 40;

/**
 * The chat of one channel: keeps what is said, and tells everybody of it once it can't be lost any more. The newest part
 * of the log is kept in memory, for those who come and those who were away for a moment.
 */
export class ChatRoom {
  readonly #options: ChatRoomOptions;
  /** Who has joined. */
  readonly members = new FanOut();
  readonly reactions: ReactionCount;
  readonly #pace: Pace;
  #head: number;
  /** The newest entries, without a gap up to the head. */
  #tail: ChatEntry[] = [];
  /** The newest messages as they stand. */
  #latest: ChatHistory;
  #unsent: ChatEntry[] = [];

  private constructor(options: ChatRoomOptions, head: number, latest: ChatHistory) {
    const { clock } = options;
    this.#options = options;
    this.#head = head;
    this.#latest = latest;
    this.reactions = new ReactionCount({
      clock,
      tell: (totals) => this.members.send('chat:reactions', totals),
    });
    this.#pace = new Pace({
      clock,
      pauseMs: packetEveryMs,
      tell: () => this.members.send('chat:entries', this.#unsent.splice(0)),
    });
  }

  /** @throws {ChatError} storage-unavailable */
  static async open(options: ChatRoomOptions): Promise<ChatRoom> {
    const { log, channel } = options;
    // Nothing is written by others while it opens: rooms are opened before anything is said in them.
    const [{ head }, latest] = await Promise.all([
      log.ask('ends', channel),
      log.ask('messagesBefore', channel, null, limits.chatHistoryMessages),
    ]);
    return new ChatRoom(options, head, latest);
  }

  /** What was not sent yet never is. */
  close(): void {
    this.#pace.stop();
    this.reactions.stop();
  }

  /**
   * Keeps a message, and then tells everybody; one that was kept before under the same id stays as it is.
   *
   * @throws {ChatError} storage-unavailable; message-unknown where it answers one that there is not
   */
  async post(draft: Omit<ChatDraft, 'channel' | 'atMs'>): Promise<ChatMessage> {
    const { channel, log, clock } = this.#options;
    const posted = await log.ask('post', { ...draft, channel, atMs: Math.round(clock.now()) });
    if (posted === 'unknown') throw ChatError.messageUnknown(draft.replyTo ?? 0);
    const { message, isNew } = posted;
    if (isNew) this.#enter({ seq: message.seq, type: 'message', message });
    return message;
  }

  /**
   * Edits a message, takes it away or puts it back.
   *
   * @throws {ChatError} message-unknown, not-allowed, storage-unavailable
   */
  async change(change: MessageChange & ChangeBy): Promise<void> {
    const { channel, log } = this.#options;
    const entry = await log.ask('change', { ...change, channel });
    if (entry === 'unknown') throw ChatError.messageUnknown(change.seq);
    if (entry === 'not allowed') throw ChatError.notAllowed(change.seq);
    this.#enter(entry);
  }

  /**
   * What who comes is told.
   *
   * @param after the number of the last entry that they have; undefined where they have none
   * @throws {ChatError} storage-unavailable, to those who were away for long
   */
  async since(after: number | undefined): Promise<Pick<ChatWelcome, 'head' | 'since'>> {
    const page = after === undefined ? null : await this.read(after);
    if (page !== null && after !== undefined) {
      return { head: page.entries.at(-1)?.seq ?? after, since: { type: 'entries', ...page } };
    }
    return { head: this.#head, since: { type: 'latest', ...this.#latest } };
  }

  /** The entries that follow one; null where they are kept no longer, or it is none of ours. */
  async read(after: number): Promise<ChatPage | null> {
    const { channel, log } = this.#options;
    const first = this.#head - this.#tail.length;
    if (after >= first && after <= this.#head) {
      const entries = this.#tail.slice(after - first, after - first + limits.chatPageEntries);
      return { entries, isWhole: after + entries.length === this.#head };
    }
    return log.ask('entriesAfter', channel, after, limits.chatPageEntries);
  }

  /** @throws {ChatError} storage-unavailable */
  history(before: number): Promise<ChatHistory> {
    const { channel, log } = this.#options;
    return log.ask('messagesBefore', channel, before, limits.chatHistoryMessages);
  }

  /**
   * The latest messages about what was captured from one moment to another, in ms since 1970.
   *
   * @throws {ChatError} storage-unavailable
   */
  moments(fromMs: number, toMs: number): Promise<ChatHistory> {
    const { channel, log } = this.#options;
    return log.ask('messagesOf', channel, fromMs, toMs, limits.chatPageEntries);
  }

  /** It is on the disk. */
  #enter(entry: ChatEntry): void {
    this.#head = entry.seq;
    this.#tail.push(entry);
    if (this.#tail.length > 2 * limits.chatPageEntries) {
      this.#tail = this.#tail.slice(-limits.chatPageEntries);
    }
    this.#latest = latestWith(this.#latest, entry);
    this.#unsent.push(entry);
    this.#pace.note();
  }
}

function latestWith(latest: ChatHistory, entry: ChatEntry): ChatHistory {
  switch (entry.type) {
    case 'message': {
      const messages = [...latest.messages, entry.message];
      const isTooMany = messages.length > limits.chatHistoryMessages;
      return {
        messages: isTooMany ? messages.slice(-limits.chatHistoryMessages) : messages,
        isWhole: latest.isWhole && !isTooMany,
      };
    }
    case 'changed':
      return {
        ...latest,
        messages: latest.messages.map((message) =>
          message.seq === entry.message.seq ? entry.message : message,
        ),
      };
    case 'gone':
      return latest;
  }
}
