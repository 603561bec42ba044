import { seconds, word, writeAttributes } from './attribute-list.ts';

export type PlaylistPart = {
  readonly uri: string;
  readonly durationS: number;
  readonly isIndependent: boolean;
};

export type PlaylistSegment = {
  readonly uri: string;
  readonly durationS: number;
  /** EXT-X-PROGRAM-DATE-TIME of its first sample, in ms since 1970. */
  readonly startMs: number;
  /** URI of its initialization segment; null where nothing is to be decoded, as in a gap. */
  readonly map: string | null;
  /** Its discontinuity sequence number. */
  readonly discontinuity: number;
  /** Its media is missing. */
  readonly isGap: boolean;
  /** False while parts are still to come: it is listed by its parts alone. */
  readonly isComplete: boolean;
  /** Those to be listed; none where the playlist has no low-latency form. */
  readonly parts: readonly PlaylistPart[];
};

/** What another rendition of the broadcast has (section 4.4.5.4). */
export type RenditionReport = {
  readonly uri: string;
  readonly lastMsn: number;
  /** Absent where the last segment has no parts. */
  readonly lastPart?: number;
};

/** What makes a playlist a low-latency one. */
export type LowLatency = {
  /** In seconds; never changes. */
  readonly partTargetS: number;
  /** URI of the part that comes next; null where none will. */
  readonly preloadHint: string | null;
  /** Of all other renditions. */
  readonly reports: readonly RenditionReport[];
};

export type MediaPlaylist = {
  /** In whole seconds; never changes. */
  readonly targetDurationS: number;
  /** Media sequence number of the first segment. */
  readonly mediaSequence: number;
  readonly segments: readonly PlaylistSegment[];
  /** Nothing is added any more. */
  readonly hasEnded: boolean;
  /** It is whole and will never change. */
  readonly isVod: boolean;
  /** Null in the classic form. */
  readonly lowLatency: LowLatency | null;
  /** How many segments to leave out at the front: a delta update (section 6.2.5.1) where it is above 0. */
  readonly skipped: number;
};

/** Segments older than this, in target durations, may be left out of a delta update (section 4.4.3.8). */
const skipBoundary = 6;

/** How far behind the end players stay, in part targets and in target durations (section 4.4.3.8). */
const partHoldBack = 3;
const holdBack = 3;

/** Writes a media playlist (draft-pantos-hls-rfc8216bis-22, section 4). */
export function writeMediaPlaylist(playlist: MediaPlaylist): string {
  const { targetDurationS, mediaSequence, segments, hasEnded, lowLatency, skipped } = playlist;
  const shown = segments.slice(skipped);
  const lines = ['#EXTM3U', `#EXT-X-VERSION:${version(playlist)}`];
  lines.push(`#EXT-X-TARGETDURATION:${targetDurationS}`);
  if (lowLatency !== null) lines.push(...serverControl(targetDurationS, lowLatency));
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${mediaSequence}`);
  const firstDiscontinuity = segments[0]?.discontinuity ?? 0;
  if (firstDiscontinuity > 0) lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${firstDiscontinuity}`);
  if (playlist.isVod) lines.push('#EXT-X-PLAYLIST-TYPE:VOD');
  if (skipped > 0) {
    lines.push(`#EXT-X-SKIP:${writeAttributes({ 'SKIPPED-SEGMENTS': word(skipped) })}`);
  }
  let previous = segments[skipped - 1];
  let map: string | null = null;
  for (const segment of shown) {
    lines.push(...segmentLines(segment, previous, map));
    previous = segment;
    map = segment.map ?? map;
  }
  if (lowLatency !== null) lines.push(...edgeLines(lowLatency));
  if (hasEnded) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

/** How many segments at the front of a playlist a delta update leaves out: those before the skip boundary. */
export function skippableSegments({
  segments,
  targetDurationS,
}: Pick<MediaPlaylist, 'segments' | 'targetDurationS'>): number {
  let behindS = 0;
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index];
    if (segment === undefined) continue;
    behindS += segment.isComplete
      ? segment.durationS
      : segment.parts.reduce((sum, { durationS }) => sum + durationS, 0);
    if (behindS >= skipBoundary * targetDurationS) return index;
  }
  return 0;
}

/** The lowest that has what is in the playlist (section 8). */
function version({ segments, skipped }: MediaPlaylist): number {
  if (skipped > 0) return 9;
  if (segments.some(({ isGap }) => isGap)) return 8;
  return segments.length > 0 ? 6 : 3;
}

function serverControl(targetDurationS: number, { partTargetS }: LowLatency): string[] {
  const control = writeAttributes({
    'CAN-BLOCK-RELOAD': word('YES'),
    'PART-HOLD-BACK': word(seconds(partHoldBack * partTargetS)),
    'HOLD-BACK': word(seconds(holdBack * targetDurationS)),
    'CAN-SKIP-UNTIL': word(seconds(skipBoundary * targetDurationS)),
  });
  const info = writeAttributes({ 'PART-TARGET': word(seconds(partTargetS)) });
  return [`#EXT-X-SERVER-CONTROL:${control}`, `#EXT-X-PART-INF:${info}`];
}

function segmentLines(
  segment: PlaylistSegment,
  previous: PlaylistSegment | undefined,
  map: string | null,
): string[] {
  const lines: string[] = [];
  if (previous !== undefined && previous.discontinuity !== segment.discontinuity) {
    lines.push('#EXT-X-DISCONTINUITY');
  }
  if (segment.map !== null && segment.map !== map) {
    lines.push(`#EXT-X-MAP:${writeAttributes({ URI: segment.map })}`);
  }
  lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startMs).toISOString()}`);
  if (segment.isGap) lines.push('#EXT-X-GAP');
  for (const part of segment.parts) {
    const attributes = writeAttributes({
      DURATION: word(seconds(part.durationS)),
      URI: part.uri,
      INDEPENDENT: part.isIndependent ? word('YES') : undefined,
    });
    lines.push(`#EXT-X-PART:${attributes}`);
  }
  if (segment.isComplete) lines.push(`#EXTINF:${seconds(segment.durationS)},`, segment.uri);
  return lines;
}

/** What stands behind the last part. */
function edgeLines({ preloadHint, reports }: LowLatency): string[] {
  const lines: string[] = [];
  if (preloadHint !== null) {
    const attributes = writeAttributes({ TYPE: word('PART'), URI: preloadHint });
    lines.push(`#EXT-X-PRELOAD-HINT:${attributes}`);
  }
  for (const { uri, lastMsn, lastPart } of reports) {
    const attributes = writeAttributes({
      URI: uri,
      'LAST-MSN': word(lastMsn),
      'LAST-PART': lastPart === undefined ? undefined : word(lastPart),
    });
    lines.push(`#EXT-X-RENDITION-REPORT:${attributes}`);
  }
  return lines;
}
