import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { plainLine } from './plain-line.ts';

/** What the owner tells of a channel: what is on, and when it begins. */
export const channelDetailsSchema = z.object({
  /** One line of text; null, or nothing but blanks: none. */
  title: z.nullable(
    z.string().check(z.trim(), z.maxLength(limits.titleCharacters), z.regex(plainLine)),
  ),
  /** When the next broadcast is to begin, in ms since 1970; null: nothing is said. */
  startsAtMs: z.nullable(z.int().check(z.nonnegative(), z.maximum(8.64e15))),
});

export type ChannelDetails = z.infer<typeof channelDetailsSchema>;
