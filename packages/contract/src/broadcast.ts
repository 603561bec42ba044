import * as z from 'zod/mini';

/** The life of a broadcast as a viewer may know it. */
const broadcastStateSchema = z.enum(['publishing', 'live', 'interrupted', 'ended']);

/** One simulcast layer; a broadcast without simulcast has one. Lowest first wherever there are several. */
const layerViewSchema = z.object({
  /** Names it in layer selection: the publisher's `rid`, or "0" where it sends one layer without a name. */
  id: z.string(),
  /** Size in pixels; null until the first key frame is in. */
  width: z.nullable(z.int().check(z.positive())),
  height: z.nullable(z.int().check(z.positive())),
  /** Whether packets come in. */
  active: z.boolean(),
  /** What comes in, in bit/s, as last worth telling; 0 where nothing does. */
  bitsPerS: z.number().check(z.nonnegative()),
});

/** What is wrong with a stream that is on air all the same. */
const ingestWarningCodes = [
  /** The picture has B-frames, which WebRTC shows in the wrong order. */
  'b_frames',
  /** The stream's SPS names another profile than its SDP. */
  'profile_mismatch',
  /** More than `limits.keyFrameDistanceMs` between key frames, though more were asked for. */
  'key_frame_distance',
] as const;

export const ingestWarningSchema = z.object({
  code: z.enum(ingestWarningCodes),
  /** What was seen, with values, and what it does to viewers. */
  detail: z.string(),
  /** What to change, a line for each program. */
  steps: z.array(z.string()),
});

/** Why a broadcast is not recorded just now: no room is left, or the disk can't be written to. */
const recordingFaults = ['disk_full', 'disk_failed'] as const;
export type RecordingFault = (typeof recordingFaults)[number];

/** What the server makes of a broadcast for players over HTTP. */
const packagingViewSchema = z.object({
  /** `starting` until there is something to play; `down` while FFmpeg can't be had, and for nothing else. */
  state: z.enum(['starting', 'running', 'down']),
  /** Heights in pixels that can be had now, highest first. */
  heights: z.array(z.int().check(z.positive())),
  /** Heights that the machine is too slow for just now. */
  shedHeights: z.array(z.int().check(z.positive())),
  /**
   * Whether it is recorded: `off` by configuration; a code of trouble with the disk while that keeps it from being
   * recorded.
   */
  recording: z.enum(['on', 'off', ...recordingFaults]),
  /** A picture of it that is some seconds old, a path; null before the first. */
  posterPath: z.nullable(z.string()),
  /** When the first picture was captured that was packaged, in ms since 1970; null before it. */
  startedAtMs: z.nullable(z.number()),
  /** How far back viewers may go from now, in ms: not beyond `startedAtMs`. */
  windowMs: z.number().check(z.nonnegative()),
});

/** A broadcast that is over and can be played again. */
const recordingViewSchema = z.object({
  /** Id of the broadcast. */
  broadcast: z.string(),
  startedAtMs: z.number(),
  durationMs: z.number().check(z.nonnegative()),
});

/** One time on air, from publish to end. */
export const broadcastViewSchema = z.object({
  id: z.string(),
  state: broadcastStateSchema,
  /** When media first flowed, in ms since 1970 by the server's clock; null while there was none yet. */
  startedAtMs: z.nullable(z.number()),
  /** When it ended, likewise; null before. */
  endedAtMs: z.nullable(z.number()),
  /**
   * Who watches or waits: pages that say so, over whatever they get it, and WHEP sessions that belong to none of
   * them. 0 when it has ended.
   */
  viewers: z.int().check(z.nonnegative()),
  /**
   * What to add to the publisher's clock to get the server's, in ms: with it the `abs-capture-time` of a
   * frame becomes the capture clock. Null when the publisher has not said.
   */
  captureClockOffsetMs: z.nullable(z.number()),
  /** The video's layers, lowest first; empty without video. */
  layers: z.array(layerViewSchema),
  /** Null while nothing is packaged. */
  packaging: z.nullable(packagingViewSchema),
});

/** What anybody may know of a channel. */
export const channelViewSchema = z.object({
  name: z.string(),
  /** What is on, in the owner's words; null where nothing was said. */
  title: z.nullable(z.string()),
  /**
   * When the next broadcast is to begin, in ms since 1970. Null where nothing was said, when a broadcast has been on
   * air at that time or later, and when it is missed by more than `limits.missedStartMs`.
   */
  startsAtMs: z.nullable(z.number()),
  /** The broadcast on air, or the last one; null before the first. */
  broadcast: z.nullable(broadcastViewSchema),
  /** The last one that is over and was recorded; null where there is none. */
  recording: z.nullable(recordingViewSchema),
});

/** What the owner of a channel sees of it; the answer to a valid stream key. */
export const studioViewSchema = z.extend(channelViewSchema, {
  /** Path of the watch page, to be shared. */
  watchPath: z.string(),
  /** How long a broadcast waits for a publisher who was lost, in ms. */
  graceMs: z.number().check(z.nonnegative()),
  /** What the publisher should change; empty when all is well. */
  warnings: z.array(ingestWarningSchema),
});

/** The server's clock. */
export const clockViewSchema = z.object({
  /** Ms since 1970, with fractions. */
  nowMs: z.number(),
});

/** A publisher tells by how much its clock differs from the server's. */
export const captureClockSchema = z.object({
  /** What to add to the publisher's clock to get the server's, in ms. */
  offsetMs: z.number().check(z.minimum(-1e12), z.maximum(1e12)),
});

export type LayerView = z.infer<typeof layerViewSchema>;
export type IngestWarning = z.infer<typeof ingestWarningSchema>;
export type IngestWarningCode = IngestWarning['code'];
export type PackagingView = z.infer<typeof packagingViewSchema>;
export type RecordingView = z.infer<typeof recordingViewSchema>;
export type BroadcastView = z.infer<typeof broadcastViewSchema>;
export type ChannelView = z.infer<typeof channelViewSchema>;
export type StudioView = z.infer<typeof studioViewSchema>;
export type ClockView = z.infer<typeof clockViewSchema>;
export type CaptureClock = z.infer<typeof captureClockSchema>;
