import * as z from 'zod/mini';
import { ingestWarningSchema } from './broadcast.ts';
import type {
  ChatEntry,
  ChatHistory,
  ChatJoin,
  ChatMessage,
  ChatPage,
  ChatPerson,
  ChatReactionTotals,
  ChatRename,
  ChatSend,
  ChatWelcome,
} from './chat.ts';
import { viewerTroubleSchema } from './viewer.ts';

/** Who asks to hear of the publishing side of a channel. */
export const studioJoinSchema = z.object({
  channel: z.string(),
  /** The stream key. */
  key: z.string(),
});

/** What the studio of a channel is told over its socket; sent whole at the join and after every change. */
const studioNewsSchema = z.object({
  /** The `rid`s that somebody takes; null while nothing is published or the publisher sends no simulcast. */
  wantedLayers: z.nullable(z.array(z.string())),
  warnings: z.array(ingestWarningSchema),
  /** Why viewers of the broadcast suffer, what most suffer from first. */
  viewerTroubles: z.array(viewerTroubleSchema),
});

export type StudioJoin = z.infer<typeof studioJoinSchema>;
export type StudioNews = z.infer<typeof studioNewsSchema>;

/** The problem, as an acknowledgement tells it. */
export type Refusal = {
  readonly ok: false;
  /** One of the table's. */
  readonly code: string;
  readonly detail: string;
  /** When the same may be worth another try, in ms. */
  readonly retryAfterMs?: number;
};

/** What was asked for, or the problem. */
export type Answer<Told extends object> = ({ readonly ok: true } & Told) | Refusal;

/** Done, or the problem. */
export type Acknowledgement = { readonly ok: true } | Refusal;

type Done<Told extends object> = (answer: Answer<Told>) => void;

/** Events from a page to the server. */
export type ClientEvents = {
  /** Joins the studio's room of a channel: who holds its stream key may. */
  'studio:join': (join: StudioJoin, done: (answer: Acknowledgement) => void) => void;
  /** Comes into the chat of a channel; who was in another one leaves that. */
  'chat:join': (join: ChatJoin, done: Done<ChatWelcome>) => void;
  /** Answered when it is kept and can't be lost any more. */
  'chat:send': (message: ChatSend, done: Done<{ readonly message: ChatMessage }>) => void;
  /** How often the page's viewer reacted since it last told; answered by nothing. */
  'chat:react': (counts: readonly number[]) => void;
  'chat:rename': (wish: ChatRename, done: Done<{ readonly me: ChatPerson }>) => void;
  'chat:read': (from: { readonly after: number }, done: Done<ChatPage>) => void;
  'chat:history': (from: { readonly before: number }, done: Done<ChatHistory>) => void;
  'chat:moments': (
    span: { readonly fromMs: number; readonly toMs: number },
    done: Done<ChatHistory>,
  ) => void;
  'chat:edit': (
    edit: { readonly seq: number; readonly text: string },
    done: (answer: Acknowledgement) => void,
  ) => void;
  'chat:remove': (
    target: { readonly seq: number },
    done: (answer: Acknowledgement) => void,
  ) => void;
  'chat:restore': (
    target: { readonly seq: number },
    done: (answer: Acknowledgement) => void,
  ) => void;
};

/** Events from the server to a page. */
export type ServerEvents = {
  'studio:news': (news: StudioNews) => void;
  /** What has come to the chat's log; the first one follows what the page was told before. */
  'chat:entries': (entries: readonly ChatEntry[]) => void;
  /** What everybody reacts with, several times a second at most. */
  'chat:reactions': (totals: ChatReactionTotals) => void;
};
