import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type {
  ChatEntry,
  ChatHistory,
  ChatMessage,
  ChatPage,
  ChatPerson,
} from '@tallylight/contract';
import { type EntryRow, entryOf, type MessageRow, messageOf, type Remover } from './chat-rows.ts';
import { migrate } from './chat-schema.ts';
import { statements } from './chat-statements.ts';

/** A message that is to be kept. */
export type ChatDraft = {
  readonly channel: string;
  readonly id: string;
  readonly from: ChatPerson;
  readonly text: string;
  readonly mediaAtMs: number | null;
  readonly replyTo: number | null;
  readonly atMs: number;
};

/** What was kept now, or before under the same id. */
export type Posted = { readonly message: ChatMessage; readonly isNew: boolean };

/** What is to become of a message. */
export type MessageChange = { readonly seq: number } & (
  | { readonly to: 'removed' | 'restored' }
  | { readonly to: 'edited'; readonly text: string }
);

/** Who wants it. */
export type ChangeBy = { readonly by: Pick<ChatPerson, 'id' | 'role'> };

export type ChatChange = MessageChange & ChangeBy & { readonly channel: string };

/** A name that somebody wants. */
export type NameClaim = {
  readonly channel: string;
  readonly id: string;
  readonly name: string;
  /** What it looks like: two names that look alike have one skeleton. */
  readonly skeleton: string;
  readonly colour: number;
  readonly atMs: number;
  /** Who took a name before this, in ms since 1970, and has not been heard of since, loses it to others. */
  readonly freeBeforeMs: number;
};

/** What is kept no longer: what is older, and all but the newest ones of each channel. */
export type Retention = { readonly beforeMs: number; readonly keepEntries: number };

export type Named = Pick<ChatPerson, 'name' | 'colour'>;

/** What a change is refused for. */
type ChangeFault = 'unknown' | 'not allowed';

/** The chat's tables, in whichever thread it is opened. Its writers are called within a transaction of the caller's. */
export class ChatDatabase {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<keyof typeof statements, StatementSync>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @throws {Error} the file can't be opened, or is of a later version */
  static open(path: string): ChatDatabase {
    const database = new DatabaseSync(path, { timeout: 2_000 });
    try {
      // FULL: what is committed is on the disk, whatever becomes of the machine (sqlite.org/pragma.html#pragma_synchronous).
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      migrate(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return new ChatDatabase(database);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  begin(): void {
    this.#database.exec('BEGIN IMMEDIATE');
  }

  /** @throws {Error} it did not reach the disk, and is undone */
  commit(): void {
    this.#database.exec('COMMIT');
  }

  /** SQLite undoes some failed transactions by itself. */
  rollback(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  /** Keeps a message; what the same person sent under the same id before stays as it is. */
  post(draft: ChatDraft): Posted | 'unknown' {
    const { channel, id, from, text, mediaAtMs, replyTo, atMs } = draft;
    const before = this.#row<MessageRow>('messageById', channel, from.id, id);
    if (before !== undefined) return { message: messageOf(before), isNew: false };
    if (replyTo !== null && this.#message(channel, replyTo) === undefined) return 'unknown';
    const seq = this.#nextSeq(channel);
    this.#run(
      'insertMessage',
      ...[channel, seq, id, atMs, mediaAtMs],
      ...[from.id, from.name, from.colour, from.role, text, replyTo],
    );
    this.#run('insertEntry', channel, seq, seq);
    const message: ChatMessage = {
      ...{ seq, id, atMs, mediaAtMs, from, text, replyTo },
      ...{ isEdited: false, isRemoved: false },
    };
    return { message, isNew: true };
  }

  /** Edits a message, takes it away or puts it back. */
  change(change: ChatChange): ChatEntry | ChangeFault {
    const { channel, seq, by } = change;
    const row = this.#message(channel, seq);
    if (row === undefined) return 'unknown';
    const after = changed(row, change, by);
    if (after === null) return 'not allowed';
    this.#run('updateMessage', after.text, after.is_edited, after.removed_by, channel, seq);
    const entry = this.#nextSeq(channel);
    this.#run('insertEntry', channel, entry, seq);
    return { seq: entry, type: 'changed', message: messageOf(after) };
  }

  /** Gives somebody a name that nobody else has; false where somebody has one that looks like it. */
  claim(claim: NameClaim): boolean {
    const { channel, id, name, skeleton, colour, atMs, freeBeforeMs } = claim;
    const holder = this.#row<{ id: string; at_ms: number }>('personByLooks', channel, skeleton);
    if (holder !== undefined && holder.id !== id) {
      if (holder.at_ms >= freeBeforeMs) return false;
      this.#run('deletePerson', channel, holder.id);
    }
    this.#run('putPerson', channel, id, name, skeleton, colour, atMs);
    return true;
  }

  /** @returns how many channels had something that is kept no longer */
  prune({ beforeMs, keepEntries }: Retention): number {
    let pruned = 0;
    for (const { name } of this.#rows<{ name: string }>('channels')) {
      const old = this.#row<{ seq: number | null }>('newestBefore', name, beforeMs)?.seq ?? 0;
      const { head, floor } = this.ends(name);
      const next = Math.max(old, head - keepEntries);
      if (next <= floor) continue;
      pruned += 1;
      this.#run('deleteEntries', name, next);
      this.#run('deleteMessages', name, next);
      this.#run('setFloor', next, name);
    }
    return pruned;
  }

  /** A secret that is made when it is first asked for. */
  secret(name: string): Uint8Array {
    const kept = this.#row<{ value: Uint8Array }>('secret', name);
    if (kept !== undefined) return kept.value;
    const value = new Uint8Array(randomBytes(32));
    this.#run('putSecret', name, value);
    return value;
  }

  /** The numbers of the newest entry, and of the newest that is kept no longer. */
  ends(channel: string): { readonly head: number; readonly floor: number } {
    return this.#row<{ head: number; floor: number }>('ends', channel) ?? { head: 0, floor: 0 };
  }

  /** The entries that follow one, `limit` at most; null where some of them are kept no longer, or it is none of ours. */
  entriesAfter(channel: string, after: number, limit: number): ChatPage | null {
    const { head, floor } = this.ends(channel);
    if (after < floor || after > head) return null;
    const entries = this.#rows<EntryRow>('entriesAfter', channel, after, limit).map(entryOf);
    return { entries, isWhole: (entries.at(-1)?.seq ?? after) >= head };
  }

  /** The messages before one, or the latest; what was taken away is among them. */
  messagesBefore(channel: string, before: number | null, limit: number): ChatHistory {
    const to = before ?? Number.MAX_SAFE_INTEGER;
    return earliestFirst(this.#rows<MessageRow>('messagesBefore', channel, to, limit + 1), limit);
  }

  /** The latest messages about what was captured from one moment to another, in ms. */
  messagesOf(channel: string, fromMs: number, toMs: number, limit: number): ChatHistory {
    const rows = this.#rows<MessageRow>('messagesOf', channel, fromMs, toMs, limit + 1);
    return earliestFirst(rows, limit);
  }

  /** What somebody calls themselves; null where they never said. */
  person(channel: string, id: string): Named | null {
    return this.#row<Named>('person', channel, id) ?? null;
  }

  #message(channel: string, seq: number): MessageRow | undefined {
    return this.#row<MessageRow>('message', channel, seq);
  }

  #nextSeq(channel: string): number {
    const row = this.#row<{ head: number }>('nextSeq', channel);
    if (row === undefined) throw new Error(`no number was given out for ${channel}`);
    return row.head;
  }

  #row<Row>(name: keyof typeof statements, ...values: SqlValue[]): Row | undefined {
    const row = this.#prepare(name).get(...values);
    // The statements name their columns as the rows' types do.
    return row === undefined ? undefined : ({ ...row } as Row);
  }

  #rows<Row>(name: keyof typeof statements, ...values: SqlValue[]): Row[] {
    return this.#prepare(name).all(...values) as Row[];
  }

  #run(name: keyof typeof statements, ...values: SqlValue[]): void {
    this.#prepare(name).run(...values);
  }

  #prepare(name: keyof typeof statements): StatementSync {
    const known = this.#prepared.get(name);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(statements[name]);
    this.#prepared.set(name, statement);
    return statement;
  }
}

type SqlValue = string | number | null | Uint8Array;

function earliestFirst(rows: readonly MessageRow[], limit: number): ChatHistory {
  return {
    messages: rows.slice(0, limit).reverse().map(messageOf),
    isWhole: rows.length <= limit,
  };
}

/** The message as it is after a change; null where who wants it may not. */
function changed(
  row: MessageRow,
  change: ChatChange,
  { id, role }: ChatChange['by'],
): MessageRow | null {
  const isSender = row.sender === id;
  const remover: Remover | null = role !== 'viewer' ? 'moderator' : isSender ? 'sender' : null;
  switch (change.to) {
    case 'edited':
      if (!isSender || row.removed_by !== null) return null;
      return { ...row, text: change.text, is_edited: 1 };
    case 'removed':
      return remover === null ? null : { ...row, removed_by: row.removed_by ?? remover };
    case 'restored':
      // What a moderator took away only a moderator puts back.
      if (remover === null || (row.removed_by === 'moderator' && remover === 'sender')) return null;
      return { ...row, removed_by: null };
  }
}
