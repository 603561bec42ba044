import {
  type LowLatency,
  type MediaPlaylist,
  type PlaylistSegment,
  skippableSegments,
} from '@tallylight/protocol/hls';
import type { ListedSegment } from '../../packager/store/listing.ts';
import type { BroadcastOrigin } from '../broadcast-origin.ts';
import { edgeOf, nextPart } from '../media-edge.ts';
import {
  initName,
  type PlaylistForm,
  partName,
  playlistName,
  segmentName,
} from '../media-names.ts';

export type MediaPlaylistRequest = {
  readonly form: PlaylistForm;
  /** A delta update will do. */
  readonly skip: boolean;
  /** Added to every URI; empty for none. */
  readonly query: string;
};

/** Parts are listed until their segment is this far behind the end, in target durations (RFC 8216bis, 4.4.4.9). */
const partsUntil = 3;

/** The media playlist of a rendition. */
export function mediaPlaylistOf(
  origin: BroadcastOrigin,
  rendition: string,
  { form, skip, query }: MediaPlaylistRequest,
): MediaPlaylist {
  const { hasEnded, targetDurationS } = origin.listing;
  const isVod = form === 'vod';
  const listed = isVod ? origin.segments(rendition) : origin.liveSegments(rendition);
  const isLow = form === 'low-latency' && !hasEnded;
  const shown = isLow ? listed : listed.filter(({ isComplete }) => isComplete);
  const withPartsFrom = isLow ? firstWithParts(listed, targetDurationS) : Number.POSITIVE_INFINITY;
  const segments = shown.map((segment) =>
    playlistSegment(segment, segment.msn >= withPartsFrom, query),
  );
  const playlist: MediaPlaylist = {
    targetDurationS,
    mediaSequence: shown[0]?.msn ?? 0,
    segments,
    hasEnded,
    isVod,
    lowLatency: isLow ? lowLatencyOf(origin, rendition, query) : null,
    skipped: 0,
  };
  return isLow && skip && !hasEnded
    ? { ...playlist, skipped: skippableSegments(playlist) }
    : playlist;
}

function lowLatencyOf(origin: BroadcastOrigin, rendition: string, query: string): LowLatency {
  const edge = edgeOf(origin.segments(rendition));
  const next = edge === null ? null : nextPart(edge);
  const others = origin.listing.renditions.filter(({ id }) => id !== rendition);
  return {
    partTargetS: origin.listing.partTargetS,
    preloadHint: next === null ? null : partName(next, query),
    reports: others.flatMap(({ id }) => {
      const other = origin.edge(id);
      if (other === null) return [];
      return {
        uri: playlistName(id, 'low-latency', query),
        lastMsn: other.msn,
        ...(other.parts > 0 && { lastPart: other.parts - 1 }),
      };
    }),
  };
}

/** Number of the first segment whose parts are still listed. */
function firstWithParts(listed: readonly ListedSegment[], targetDurationS: number): number {
  let behindS = 0;
  for (const segment of listed.toReversed()) {
    if (behindS >= partsUntil * targetDurationS) return segment.msn + 1;
    behindS += segment.durationS;
  }
  return listed[0]?.msn ?? 0;
}

function playlistSegment(
  segment: ListedSegment,
  withParts: boolean,
  query: string,
): PlaylistSegment {
  const { track, msn, period, isGap } = segment;
  const parts = withParts && !isGap ? segment.parts : [];
  return {
    uri: segmentName(segment, query),
    durationS: segment.durationS,
    startMs: segment.startMs,
    // Players load what they initialize a gap with, and in a period without such a track there is nothing to load.
    map: isGap ? null : initName(segment, query),
    discontinuity: period,
    isGap,
    isComplete: segment.isComplete,
    parts: parts.map(({ durationS, isIndependent }, part) => ({
      uri: partName({ track, msn, part }, query),
      durationS,
      isIndependent,
    })),
  };
}
