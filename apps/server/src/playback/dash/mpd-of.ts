import type { AdaptationSet, Live, Mpd, Period, Representation } from '@tallylight/protocol/dash';
import type { ListedSegment, Rendition } from '../../packager/store/listing.ts';
import type { BroadcastOrigin } from '../broadcast-origin.ts';
import { withQuery } from '../media-names.ts';
import { announcedBitsPerS } from '../rendition-bitrate.ts';

export type MpdRequest = {
  /** Where the broadcast's folder is from here: empty, or its name and a slash. */
  readonly base: string;
  /** Added to every URI; empty for none. */
  readonly query: string;
  readonly clockUri: string;
  readonly nowMs: number;
};

/** How far from the capture players are to be, in target durations. */
const latency = { target: 1.5, min: 1, max: 3 };

/** With so many segments a period is no shred between two others. */
const lastingSegments = 2;

/** Tracks whose begins or ends lie closer together begin or end with one another, in seconds. */
const togetherS = 0.5;

/** The manifest of a broadcast. */
export function mpdOf(origin: BroadcastOrigin, request: MpdRequest): Mpd {
  const { listing } = origin;
  const tracks = listing.renditions.map((rendition) => ({
    rendition,
    segments: origin
      .segments(rendition.id)
      // Where another one stands in, its own representation has it. A segment whose media is missing can't be had.
      .filter(({ track, isGap }) => track === rendition.id && !isGap),
  }));
  const numbers = new Set(tracks.flatMap(({ segments }) => segments.map(({ period }) => period)));
  const periods = [...numbers]
    .filter((number) => numbers.size === 1 || isTold(origin, number, tracks))
    .toSorted((a, b) => a - b)
    .map((number) => periodOf(origin, number, tracks, request));
  const zeroMs = periods[0] === undefined ? 0 : origin.manifestZero(periods[0].startMs);
  return {
    availabilityStartMs: listing.epochMs + zeroMs,
    maxSegmentMs: listing.targetDurationS * 1000,
    durationMs: Math.max(0, lengthOf(tracks, zeroMs)),
    periods: periods
      .map((period) => ({ ...period, startMs: period.startMs - zeroMs }))
      // What was left out at first is left out for good.
      .filter(({ startMs }) => startMs >= 0),
    live: listing.hasEnded ? null : liveOf(origin, tracks, request),
  };
}

type TrackSegments = {
  readonly rendition: Rendition;
  readonly segments: readonly ListedSegment[];
};

/**
 * How long all of it is, in ms. Sound and pictures begin and end some frames apart, and what all of them have counts:
 * shaka-player adds this to the latest begin, and is through when each of its streams has as much.
 */
function lengthOf(tracks: readonly TrackSegments[], zeroMs: number): number {
  const seconds = (rendition: Rendition, ticks: number) => ticks / rendition.timescale;
  const begins = tracks.map(({ rendition, segments }) =>
    seconds(rendition, segments[0]?.startTicks ?? 0),
  );
  const ends = tracks.map(({ rendition, segments }) => {
    const last = segments.at(-1);
    return last === undefined ? 0 : seconds(rendition, last.startTicks + last.durationTicks);
  });
  const zero = zeroMs / 1000;
  const begin = Math.max(zero, ...begins.filter((one) => one < zero + togetherS));
  const latest = Math.max(0, ...ends);
  const end = Math.min(latest, ...ends.filter((one) => one > latest - togetherS));
  return Math.floor((end - begin) * 1000);
}

function liveOf(
  { listing }: BroadcastOrigin,
  tracks: readonly TrackSegments[],
  { clockUri, nowMs }: MpdRequest,
): Live {
  const targetMs = listing.targetDurationS * 1000;
  const oldestMs = Math.min(...tracks.map(({ segments }) => segments[0]?.startMs ?? nowMs));
  return {
    publishMs: nowMs,
    // Often enough to hear of a segment soon after it has begun.
    minimumUpdateMs: targetMs / 4,
    timeShiftBufferMs: Math.max(nowMs - oldestMs, targetMs),
    latencyMs: {
      target: latency.target * targetMs,
      min: latency.min * targetMs,
      max: latency.max * targetMs,
    },
    availabilityTimeOffsetMs: Math.max(0, targetMs - listing.partTargetS * 1000),
    clockUri,
  };
}

/**
 * Whether a period is in the manifest. Players join periods by what is in them when they first hear of one:
 * shaka-player refuses a manifest with a period that has sound and no picture while others have both, and dash.js
 * stops at it. So one is told of when all of it has begun; a shred of sound between two others is left out; and what
 * goes on with sound alone is told of in the end.
 */
function isTold(
  { listing }: BroadcastOrigin,
  number: number,
  tracks: readonly TrackSegments[],
): boolean {
  const within = tracks.map(({ rendition, segments }) => ({
    kind: rendition.kind,
    segments: segments.filter(({ period }) => period === number),
  }));
  const begun = within.filter(({ segments }) => segments.length > 0);
  const complete = begun.map(({ segments }) => segments.filter((one) => one.isComplete).length);
  const kinds = new Set(begun.map(({ kind }) => kind));
  const lacksKind = within.some(({ kind }) => !kinds.has(kind));
  if (lacksKind) return Math.max(0, ...complete) >= lastingSegments;
  const expected = listing.renditions.filter(({ isCurrent }) => isCurrent).length;
  return begun.length >= expected || Math.max(...complete) > 0;
}

function periodOf(
  origin: BroadcastOrigin,
  number: number,
  tracks: readonly TrackSegments[],
  request: MpdRequest,
): Period {
  const within = tracks.flatMap(({ rendition, segments }) => {
    const own = lastRun(segments.filter(({ period }) => period === number));
    return own.length === 0 ? [] : [{ rendition, segments: own }];
  });
  const firstMs = within.map(({ rendition, segments }) =>
    Math.floor(((segments[0]?.startTicks ?? 0) * 1000) / rendition.timescale),
  );
  const startMs = origin.periodStart(number, Math.max(0, Math.min(...firstMs)));
  const sets = (['video', 'audio'] as const).flatMap((kind): AdaptationSet[] => {
    const representations = within
      .filter(({ rendition }) => rendition.kind === kind)
      .map((track) => representationOf(origin, track, startMs, request));
    return representations.length === 0 ? [] : [{ kind, representations }];
  });
  return { id: String(number), startMs, adaptationSets: sets };
}

/** Numbers of a template follow each other: what lies before a hole can't be told of. */
function lastRun(segments: readonly ListedSegment[]): readonly ListedSegment[] {
  const start = segments.findLastIndex(
    ({ msn }, index) => index > 0 && segments[index - 1]?.msn !== msn - 1,
  );
  return segments.slice(Math.max(0, start));
}

function representationOf(
  { listing }: BroadcastOrigin,
  { rendition, segments }: TrackSegments,
  periodStartMs: number,
  { base, query }: MpdRequest,
): Representation {
  const { id, timescale } = rendition;
  const [first] = segments;
  // "$" begins an identifier in a template (section 5.3.9.4.4).
  const template = query.replaceAll('$', '$$$$');
  return {
    id,
    codecs: rendition.codecs,
    bitsPerS: announcedBitsPerS(rendition),
    width: rendition.width,
    height: rendition.height,
    frameRate: rendition.frameRate,
    timescale,
    presentationTimeOffset: Math.round((periodStartMs * timescale) / 1000),
    startNumber: first?.msn ?? 0,
    segments: segments.map(({ startTicks, durationTicks, isComplete }, index) => {
      if (isComplete) return { startTicks, durationTicks };
      // The one on its way is listed with the length that it will likely have: it can be had as it grows.
      const likely = segments[index - 1]?.durationTicks ?? listing.targetDurationS * timescale;
      return { startTicks, durationTicks: Math.max(durationTicks, likely) };
    }),
    initialization: withQuery(`${base}${id}/init.${first?.period ?? 0}.mp4`, template),
    media: withQuery(`${base}${id}/$Number$.m4s`, template),
  };
}
