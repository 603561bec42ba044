import * as z from 'zod/mini';
import { ingestWarningSchema } from './broadcast.ts';
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

/** An acknowledgement: done, or the problem. */
export type Acknowledgement = { ok: true } | { ok: false; code: string; detail: string };

/** Events from a page to the server. */
export type ClientEvents = {
  /** Joins the studio's room of a channel: who holds its stream key may. */
  'studio:join': (join: StudioJoin, done: (answer: Acknowledgement) => void) => void;
};

/** Events from the server to a page. */
export type ServerEvents = {
  'studio:news': (news: StudioNews) => void;
};
