import type { ChatEntry, ChatMessage, ChatRole } from '@tallylight/contract';

/** A line of the table `message`, or the part of a join that comes from it. */
export type MessageRow = {
  readonly seq: number;
  readonly id: string;
  readonly at_ms: number;
  readonly media_at_ms: number | null;
  readonly sender: string;
  readonly name: string;
  readonly colour: number;
  readonly role: ChatRole;
  readonly text: string;
  readonly reply_to: number | null;
  readonly is_edited: number;
  readonly removed_by: Remover | null;
};

/** Who took a message away. */
export type Remover = 'sender' | 'moderator';

/** A line of `entry` beside its message, whose members are null where that is kept no longer. */
export type EntryRow = {
  readonly entry: number;
  readonly target: number;
  readonly seq: number | null;
} & Omit<MessageRow, 'seq'>;

/** What everybody may read of it: nothing of what was taken away. */
export function messageOf(row: MessageRow): ChatMessage {
  const isRemoved = row.removed_by !== null;
  return {
    seq: row.seq,
    id: row.id,
    atMs: row.at_ms,
    mediaAtMs: row.media_at_ms,
    from: { id: row.sender, name: row.name, colour: row.colour, role: row.role },
    text: isRemoved ? '' : row.text,
    replyTo: row.reply_to,
    isEdited: row.is_edited === 1,
    isRemoved,
  };
}

export function entryOf({ entry, target, seq, ...row }: EntryRow): ChatEntry {
  if (seq === null) return { seq: entry, type: 'gone', target };
  const message = messageOf({ ...row, seq });
  return { seq: entry, type: entry === target ? 'message' : 'changed', message };
}
