import type { ListedSegment } from '../packager/store/listing.ts';

/** Where a rendition ends just now: its last segment that has anything. */
export type MediaEdge = {
  readonly track: string;
  readonly msn: number;
  readonly isComplete: boolean;
  /** How many parts of it can be had. */
  readonly parts: number;
};

/** A part by its place. */
export type PartPlace = { readonly track: string; readonly msn: number; readonly part: number };

/** Without a segment that was begun and has no part yet: nobody may know of it. */
export function begunSegments(segments: readonly ListedSegment[]): readonly ListedSegment[] {
  const last = segments.at(-1);
  const isEmpty = last !== undefined && !last.isComplete && last.parts.length === 0;
  return isEmpty ? segments.slice(0, -1) : segments;
}

/** @param segments those that have begun */
export function edgeOf(segments: readonly ListedSegment[]): MediaEdge | null {
  const last = segments.at(-1);
  if (last === undefined) return null;
  const { track, msn, isComplete, parts } = last;
  return { track, msn, isComplete, parts: parts.length };
}

/** The part that comes next, as EXT-X-PRELOAD-HINT promises it. */
export function nextPart({ track, msn, isComplete, parts }: MediaEdge): PartPlace {
  return isComplete ? { track, msn: msn + 1, part: 0 } : { track, msn, part: parts };
}

/** The segment with this number; numbers follow each other. */
export function segmentAt(
  segments: readonly ListedSegment[],
  msn: number,
): ListedSegment | undefined {
  return segments[msn - (segments[0]?.msn ?? 0)];
}
