import { type BroadcastView, limits } from '@tallylight/contract';

/**
 * When a channel is to begin, as pages are told: nothing once a broadcast was on air at that time or later, and
 * nothing when it is missed by more than `limits.missedStartMs`. Who goes on air early and is done before then has not
 * begun yet: that was a rehearsal.
 *
 * @param options.startsAtMs what the owner said, in ms since 1970
 * @param options.broadcast the one that is on, or the last
 */
export function shownStart(options: {
  readonly startsAtMs: number | null;
  readonly broadcast: Pick<BroadcastView, 'startedAtMs' | 'endedAtMs'> | null;
  readonly nowMs: number;
}): number | null {
  const { startsAtMs, broadcast, nowMs } = options;
  if (startsAtMs === null || nowMs > startsAtMs + limits.missedStartMs) return null;
  if (broadcast === null || broadcast.startedAtMs === null) return startsAtMs;
  const lastOnAirMs = broadcast.endedAtMs ?? nowMs;
  return lastOnAirMs >= startsAtMs ? null : startsAtMs;
}
