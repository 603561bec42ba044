import type { Row } from './timeline.ts';

/** What bounds a live broadcast in the store. */
export type WindowBounds = {
  readonly targetDurationS: number;
  /** How far back players may go, in seconds. */
  readonly dvrS: number;
  /** What all listed segments may take on the disk, in bytes. */
  readonly listedBytes: number;
};

/** From which msn on something is still so; what is older is not any more. */
export type Window = {
  /** In playlists. */
  readonly listed: number;
  /** With its parts one by one. */
  readonly parts: number;
  /** With its bytes in memory, though they are not on the disk. */
  readonly memory: number;
  /** Known at all. */
  readonly held: number;
};

/** A playlist never has less, in target durations (RFC 8216bis, section 6.2.2). */
const leastListed = 3;

/**
 * For how long parts can be had, in target durations: listed for three (section 4.4.4.9), there for three more
 * (section 6.2.2 asks for as long as they may be asked for), and one since whole segments go.
 */
const partsKept = 7;

/** What is listed of segments that are in memory only, in target durations. */
const listedFromMemory = 10;

/**
 * Where the windows begin. A segment that left the playlist stays to be had for as long as the longest playlist
 * with it lasted, and its own duration (RFC 8216bis, section 6.2.2): so everything is held twice as long as listed.
 *
 * @param rows all that are held, oldest first
 * @param before the last answer: a window never grows back
 */
export function windowOf(rows: readonly Row[], bounds: WindowBounds, before: Window): Window {
  const { targetDurationS: target } = bounds;
  const dvrS = Math.max(bounds.dvrS, leastListed * target);
  const window = { ...before };
  let ageS = 0;
  let bytes = 0;
  for (const row of [...rows].reverse()) {
    const durationS = row.span?.durationS ?? 0;
    bytes += sizeOf(row);
    const isTooMuch =
      ageS + durationS > dvrS ||
      bytes > bounds.listedBytes ||
      (ageS >= listedFromMemory * target && !isOnDisk(row));
    const first = row.msn + 1;
    if (isTooMuch && ageS >= leastListed * target) window.listed = Math.max(window.listed, first);
    if (ageS > partsKept * target) window.parts = Math.max(window.parts, first);
    if (ageS > (2 * listedFromMemory + 1) * target) window.memory = Math.max(window.memory, first);
    if (ageS > 2 * dvrS + target) window.held = Math.max(window.held, first);
    ageS += durationS;
  }
  return window;
}

/** Of what a row has in all tracks so far, in bytes. */
function sizeOf({ segments }: Row): number {
  let bytes = 0;
  for (const { size } of segments.values()) bytes += size;
  return bytes;
}

/** What a track that lags has not completed is none of the others' business. */
function isOnDisk({ segments }: Row): boolean {
  return [...segments.values()].every(({ place, isComplete }) => place === 'disk' || !isComplete);
}
