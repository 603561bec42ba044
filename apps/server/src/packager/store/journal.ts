import { channelNamePattern } from '@tallylight/contract';
import { z } from 'zod';
import type { TrackFacts } from './measured-rendition.ts';

/** A name that becomes part of a path: what is on the disk is as little trusted as what is in a URL. */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

const name = z.string().regex(namePattern);
const count = z.int().min(0);

const trackSchema = z.object({
  id: name,
  kind: z.enum(['audio', 'video']),
  codecs: z.string(),
  timescale: z.int().min(1),
  width: count.nullable(),
  height: count.nullable(),
  frameRate: z.number().nullable(),
  made: z.enum(['copied', 'transcoded']),
}) satisfies z.ZodType<TrackFacts>;

const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('broadcast'),
    version: z.literal(1),
    broadcast: name,
    channel: z.string().regex(channelNamePattern),
    epochMs: z.number(),
    targetDurationS: z.int().min(1),
    partTargetS: z.number().positive(),
    startedMs: z.number(),
    /** Whether it is to stay as a recording. */
    isKept: z.boolean(),
  }),
  z.object({
    type: z.literal('period'),
    period: count,
    firstMsn: count,
    tracks: z.array(trackSchema),
    /** By rendition: what it shows in this period. */
    sources: z.record(name, name.nullable()),
  }),
  z.object({
    type: z.literal('segment'),
    period: count,
    track: name,
    msn: count,
    startTicks: z.int(),
    durationTicks: count,
    size: z.int().min(1),
  }),
  z.object({
    type: z.literal('end'),
    endedMs: z.number(),
    /** Of all segments that are on the disk. */
    bytes: count,
    durationS: z.number(),
  }),
]);

/** A line of `timeline.jsonl`: what a broadcast's folder holds, in the order it came there. */
export type JournalLine = z.infer<typeof lineSchema>;

/** The line of one type. */
export type JournalLineOf<Type extends JournalLine['type']> = Extract<JournalLine, { type: Type }>;

/** With a line feed before it as well, where the line before may have been cut off. */
export function printLine(line: JournalLine, { afterTrouble = false } = {}): string {
  return `${afterTrouble ? '\n' : ''}${JSON.stringify(line)}\n`;
}

/** All lines that are whole; one that a crash or a full disk cut off is left out. */
export function parseJournal(text: string): readonly JournalLine[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      return [lineSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
