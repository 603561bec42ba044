import type { ChatEntry, ChatHistory, ChatMessage } from '@tallylight/contract';

/** How many messages a page keeps; those before can be had again by page. */
const keptMessages = 2_000;

/** What a page has of a channel's log. */
export type MessageLog = {
  /** By their numbers, the earliest first; messages as they stand. */
  readonly messages: readonly ChatMessage[];
  /** The number of the last entry that was taken; null before there was any. */
  readonly last: number | null;
  /** There are none before them. */
  readonly isWhole: boolean;
};

export const emptyLog: MessageLog = { messages: [], last: null, isWhole: false };

/** The log from its latest messages on: what was known before is known no longer. */
export function begunWith({ messages, isWhole }: ChatHistory, head: number): MessageLog {
  return { messages, last: head, isWhole };
}

/**
 * The log with the entries that follow it. What it has already counts once, in whatever order it comes.
 *
 * @returns null where some entry between is missing: they have to be asked for
 */
export function withEntries(log: MessageLog, entries: readonly ChatEntry[]): MessageLog | null {
  let last = log.last ?? 0;
  const fresh = entries.filter(({ seq }) => seq > last);
  if (fresh.length === 0) return log;
  const added: ChatMessage[] = [];
  const changed = new Map<number, ChatMessage | null>();
  for (const entry of fresh) {
    if (entry.seq !== last + 1) return null;
    last = entry.seq;
    if (entry.type === 'message') added.push(entry.message);
    else if (entry.type === 'changed') changed.set(entry.message.seq, entry.message);
    else changed.set(entry.target, null);
  }
  const messages = [...log.messages, ...added].slice(-keptMessages);
  const isCut = log.messages.length + added.length > keptMessages;
  return { messages: withChanges(messages, changed), last, isWhole: log.isWhole && !isCut };
}

/** The log with a page of messages from before it. */
export function withHistory(log: MessageLog, history: ChatHistory): MessageLog {
  const first = log.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  const before = history.messages.filter(({ seq }) => seq < first);
  return { ...log, messages: [...before, ...log.messages], isWhole: history.isWhole };
}

function withChanges(
  messages: readonly ChatMessage[],
  changed: ReadonlyMap<number, ChatMessage | null>,
): readonly ChatMessage[] {
  if (changed.size === 0) return messages;
  return messages.flatMap((message) => {
    const now = changed.get(message.seq);
    if (now === undefined) return [message];
    return now === null ? [] : [now];
  });
}
