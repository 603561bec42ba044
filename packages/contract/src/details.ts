import * as z from 'zod/mini';
import { limits } from './limits.ts';

/**
 * What would break the line that a title stands in, or turn the words around it: control characters, lone
 * surrogates, separators of lines and paragraphs, and the embeddings, overrides and isolates of the Unicode
 * Bidirectional Algorithm (UAX #9, section 2).
 */
const plainLine = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;

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
