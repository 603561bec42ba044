import type { LevelDetails, MediaFragment } from 'hls.js';

/** From one moment to another, in ms since 1970 by the server's clock. */
export type MomentSpan = { readonly startMs: number; readonly endMs: number };

/**
 * The frame that was captured nearest to a moment is wanted; browsers show the last one before it. Half a frame at 50
 * frames a second, in seconds.
 */
const nearestS = 0.01;
/** A time stamp may lie a rounding before the segment or frame that it begins, in seconds. */
export const roundingS = 0.001;

/** When what stands at this place of the element's timeline was captured, in ms since 1970; null where unknown. */
export function momentAt(details: LevelDetails, mediaTimeS: number): number | null {
  const { fragments, fragmentHint } = details;
  const fragment =
    fragmentHint !== undefined && fragmentHint.start <= mediaTimeS
      ? fragmentHint
      : (fragments.findLast(({ start }) => start <= mediaTimeS + roundingS) ?? fragments[0]);
  const startedAtMs = fragment?.programDateTime ?? null;
  if (fragment === undefined || startedAtMs === null) return null;
  return startedAtMs + (mediaTimeS - fragment.start) * 1000;
}

/** Where in the element's timeline stands what was captured then, in seconds; null where nothing is dated. */
export function placeOf(details: LevelDetails, capturedAtMs: number): number | null {
  const all: readonly MediaFragment[] =
    details.fragmentHint === undefined
      ? details.fragments
      : [...details.fragments, details.fragmentHint];
  const dated = all.filter(({ programDateTime }) => programDateTime !== null);
  const fragment =
    dated.findLast(({ programDateTime }) => (programDateTime ?? 0) <= capturedAtMs) ?? dated[0];
  if (fragment === undefined) return null;
  const intoS = (capturedAtMs - (fragment.programDateTime ?? 0)) / 1000 + nearestS;
  // While the publisher was away nothing was captured: what came next stands for it.
  const isLast = fragment === dated.at(-1);
  return fragment.start + Math.max(0, isLast ? intoS : Math.min(intoS, fragment.duration));
}

/** What a playlist spans; null where nothing is dated. */
export function spanOf(details: LevelDetails): MomentSpan | null {
  const startMs = details.fragments[0]?.programDateTime ?? null;
  const endMs = momentAt(details, details.edge);
  return startMs === null || endMs === null ? null : { startMs, endMs };
}
