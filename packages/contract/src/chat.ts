import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { fewMarks, plainLine } from './plain-line.ts';

/** What a page may call a message of its own until it has a number, and whenever it sends it again. */
export const messageIdPattern = /^[A-Za-z0-9_-]{8,64}$/;

/** The colours that a name may have are numbered; each page has its own for each number. */
export const nameColours = 12;

const notPlain =
  'it has a line break, a control character or half a character, or turns the writing direction';
const manyMarks = 'it has more than 8 marks on one letter';

/** What people may react with, by its number, and what it is called. */
export const chatReactions = [
  { emoji: '👍', name: 'Thumbs up' },
  { emoji: '❤️', name: 'Heart' },
  { emoji: '😂', name: 'Laughing' },
  { emoji: '😮', name: 'Surprised' },
  { emoji: '🔥', name: 'Fire' },
  { emoji: '👏', name: 'Applause' },
] as const;

const seqSchema = z.int().check(z.positive());

/** Something to read in one line, of so many UTF-16 units at most. */
const readableLine = (most: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'there is nothing in it'),
      z.maxLength(most, `it has more than ${most} characters`),
      z.regex(plainLine, notPlain),
      z.regex(fewMarks, manyMarks),
    );

/** What people say. */
export const chatTextSchema = readableLine(limits.chatTextCharacters);

/** What people call themselves. */
export const chatNameSchema = readableLine(limits.chatNameCharacters).check(
  z.regex(/[\p{L}\p{N}\p{S}]/u, 'it has no letter, digit or symbol'),
);

/** Who comes into the chat of a channel. */
export const chatJoinSchema = z.object({
  channel: z.string(),
  /** What an earlier join gave: it keeps somebody the same person. */
  token: z.optional(z.string().check(z.maxLength(200))),
  /** The stream key, from the owner. */
  key: z.optional(z.string()),
  /** The number of the last entry that the page has; absent: it has none. */
  after: z.optional(z.int().check(z.nonnegative())),
});

/** A message that a page sends; sent twice it is kept once. */
export const chatSendSchema = z.object({
  id: z.string().check(z.regex(messageIdPattern)),
  text: chatTextSchema,
  /** When the picture that its sender saw was captured, in ms since 1970 by the server's clock; null: saw none. */
  mediaAtMs: z.nullable(z.number().check(z.nonnegative(), z.maximum(8.64e15))),
  /** The number of the message that it answers. */
  replyTo: z.optional(seqSchema),
});

/** Another name or colour. */
export const chatRenameSchema = z.object({
  name: chatNameSchema,
  colour: z.int().check(z.nonnegative(), z.maximum(nameColours - 1)),
});

/** Asks for the entries that follow one. */
export const chatReadSchema = z.object({ after: z.int().check(z.nonnegative()) });

/** Asks for the messages before one. */
export const chatHistorySchema = z.object({ before: seqSchema });

/** Asks for what was said about some stretch of the picture, from one moment of its capture to another, in ms. */
export const chatMomentsSchema = z.object({
  fromMs: z.number().check(z.nonnegative(), z.maximum(8.64e15)),
  toMs: z.number().check(z.nonnegative(), z.maximum(8.64e15)),
});

/** One message by its number: to take away, or to put back. */
export const chatTargetSchema = z.object({ seq: seqSchema });

/** Another text for a message of one's own. */
export const chatEditSchema = z.object({ seq: seqSchema, text: chatTextSchema });

/** How often somebody reacted since they last said so, by the reactions' numbers. */
export const chatReactSchema = z
  .array(z.int().check(z.nonnegative(), z.maximum(limits.chatReactionsPerS)))
  .check(z.maxLength(chatReactions.length));

/** How often everybody reacted since it was last told, by the reactions' numbers. */
export type ChatReactionTotals = {
  /** When it was counted, in ms since 1970. */
  readonly atMs: number;
  readonly counts: readonly number[];
};

/** What somebody may do: a moderator keeps order, the owner also says who does. */
export type ChatRole = 'viewer' | 'moderator' | 'owner';

/** Somebody as everybody sees them. */
export type ChatPerson = {
  /** The same for one person in one channel, and nobody's secret. */
  readonly id: string;
  readonly name: string;
  /** Less than {@link nameColours}. */
  readonly colour: number;
  readonly role: ChatRole;
};

/** A message as it stands now. */
export type ChatMessage = {
  /** Its number in the channel's log; every later one is higher. */
  readonly seq: number;
  /** What its sender calls it. */
  readonly id: string;
  /** When it was kept, in ms since 1970. */
  readonly atMs: number;
  /** When the picture that its sender saw was captured, in ms since 1970; null: saw none. */
  readonly mediaAtMs: number | null;
  readonly from: ChatPerson;
  /** Empty where it was taken away. */
  readonly text: string;
  readonly replyTo: number | null;
  readonly isEdited: boolean;
  /** A moderator or its sender took it away: only that it was there is left. */
  readonly isRemoved: boolean;
};

/** One line of a channel's log. Its number follows that of the line before without a gap. */
export type ChatEntry =
  | { readonly seq: number; readonly type: 'message'; readonly message: ChatMessage }
  /** A message that was there before is now this: edited, taken away or put back. */
  | { readonly seq: number; readonly type: 'changed'; readonly message: ChatMessage }
  /** The same of a message that is kept no longer. */
  | { readonly seq: number; readonly type: 'gone'; readonly target: number };

/** Entries that follow one; `isWhole` when they reach to the newest. */
export type ChatPage = { readonly entries: readonly ChatEntry[]; readonly isWhole: boolean };

/** Messages, the earliest first; `isWhole` when there are none before them. */
export type ChatHistory = { readonly messages: readonly ChatMessage[]; readonly isWhole: boolean };

/** What who joins is told. */
export type ChatWelcome = {
  readonly me: ChatPerson;
  /** Brought to the next join it keeps them the same person. */
  readonly token: string;
  /** The number of the newest entry that is told here or was before. */
  readonly head: number;
  /**
   * What has come since the number that was told at the join; or, where there was none or it is too far back, the
   * latest messages.
   */
  readonly since:
    | ({ readonly type: 'entries' } & ChatPage)
    | ({ readonly type: 'latest' } & ChatHistory);
};

export type ChatJoin = z.infer<typeof chatJoinSchema>;
export type ChatSend = z.infer<typeof chatSendSchema>;
export type ChatRename = z.infer<typeof chatRenameSchema>;
