import * as z from 'zod/mini';
import { viewerIdPattern } from './limits.ts';

/** What a page calls itself for as long as it is open: nobody else can guess it, and it tells nothing of a person. */
const viewerIdSchema = z.string().check(z.regex(viewerIdPattern));

/** A page says that somebody watches or waits, every `limits.presenceEveryMs`. */
export const presenceSchema = z.object({
  viewer: viewerIdSchema,
  /** How the media comes, or would. */
  via: z.enum(['webrtc', 'hls']),
  /** The page is being left: the viewer counts no longer. */
  leaving: z.optional(z.boolean()),
});

/** Where watching fails, in the order of the way to a picture. */
export const troubleStages = [
  /** The session could not be made: no answer, or a refusal that asking again doesn't mend. */
  'http',
  /** UDP doesn't get through. */
  'ice-udp',
  /** TCP to the media port doesn't either. */
  'ice-tcp',
  'dtls',
  /** Connected, and no packet came. */
  'no-media',
  /** Packets came, and no picture that could be begun with. */
  'no-key-frame',
  /** The browser could not decode what came. */
  'decode',
  /** The browser plays nothing before the viewer presses a button. */
  'autoplay',
] as const;
export type TroubleStage = (typeof troubleStages)[number];

/** A page says what its viewer suffers from. */
export const troubleReportSchema = z.object({
  viewer: viewerIdSchema,
  stage: z.enum(troubleStages),
  /** For the log: what was seen, in the program's own words. */
  detail: z.optional(z.string().check(z.maxLength(200))),
});

/** How many viewers reported trouble of a stage within `limits.troubleMs`. */
export const viewerTroubleSchema = z.object({
  stage: z.enum(troubleStages),
  viewers: z.int().check(z.positive()),
});

export type Presence = z.infer<typeof presenceSchema>;
export type TroubleReport = z.infer<typeof troubleReportSchema>;
export type ViewerTrouble = z.infer<typeof viewerTroubleSchema>;
