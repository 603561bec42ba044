import type { ChatDatabase } from './chat-database.ts';

/** What the thread of the chat's database does for the others; those that write come first. */
const writers = ['post', 'change', 'claim', 'prune', 'secret'] as const;
const readers = ['ends', 'entriesAfter', 'messagesBefore', 'messagesOf', 'person'] as const;

type Name = (typeof writers)[number] | (typeof readers)[number];
export type ChatOperations = Pick<ChatDatabase, Name>;

/** Something to be done. */
export type ChatCall = {
  [Key in Name]: {
    readonly number: number;
    readonly name: Key;
    readonly values: Parameters<ChatOperations[Key]>;
  };
}[Name];

/** What came of it. */
export type ChatOutcome = { readonly number: number } & (
  | { readonly value: unknown }
  /** It could not be kept, or not be read; nothing of it was done. */
  | { readonly fault: string }
);

/**
 * Does what has come together in one transaction, so that all of it waits for the disk once. What only reads is done
 * after it: it sees nothing that did not reach the disk, and goes on where nothing can be written.
 */
export function doTogether(database: ChatDatabase, calls: readonly ChatCall[]): ChatOutcome[] {
  const isWriter = ({ name }: ChatCall): boolean => (writers as readonly string[]).includes(name);
  const writing = calls.filter(isWriter);
  const reading = calls.filter((call) => !isWriter(call));
  return [
    ...(writing.length > 0 ? write(database, writing) : []),
    ...reading.map((call) => attempt(call, () => perform(database, call))),
  ];
}

function write(database: ChatDatabase, calls: readonly ChatCall[]): ChatOutcome[] {
  try {
    database.begin();
    const outcomes = calls.map((call) => ({
      number: call.number,
      value: perform(database, call),
    }));
    database.commit();
    return outcomes;
  } catch (error) {
    const fault = textOf(error);
    try {
      database.rollback();
    } catch {
      // The next transaction says what is wrong.
    }
    return calls.map(({ number }) => ({ number, fault }));
  }
}

function attempt({ number }: ChatCall, act: () => unknown): ChatOutcome {
  try {
    return { number, value: act() };
  } catch (error) {
    return { number, fault: textOf(error) };
  }
}

function perform(database: ChatDatabase, { name, values }: ChatCall): unknown {
  // The name says which values there are; the union of all has lost it.
  return (database[name] as (...values: unknown[]) => unknown).apply(database, [...values]);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
