import type { Backoff } from '@tallylight/webrtc';

/** Between tries that failed: soon at first, since most failures are a server's restart. */
export const retryBackoff: Backoff = { firstMs: 500, capMs: 4_000 };

/** Tries that have failed for this long are shown to the viewer, in ms; they go on behind it. */
export const patienceMs = 15_000;

/** A session that was granted but did not connect by then is given up, in ms. */
export const connectMs = 6_000;

/** Viewers who lost their sessions together come back over this time, in ms. */
export const scatterMs = 250;

const offAir = { firstMs: 1_000, growth: 1.25, capMs: 2_500, scatter: 0.1 };

/**
 * How long to wait before asking a channel that is off air again, in ms: what the server asked for, but
 * slower with every time; fast enough to be there within 3 s of the start.
 *
 * @param asked how often it was off air in a row, from 1
 * @param retryAfterMs what the server asked to wait; null when it did not
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function offAirWaitMs(asked: number, retryAfterMs: number | null, random: number): number {
  const grown = Math.min(offAir.capMs, offAir.firstMs * offAir.growth ** (asked - 1));
  return Math.max(grown, retryAfterMs ?? 0) * (1 + offAir.scatter * random);
}

/** How often the channel is read while media flows, in ms: who watches over HLS sees the count of viewers by it. */
export const flowingPaceMs = 10_000;

/** Media that has flowed for less than this, in ms, comes from a publisher whose clock is just being measured. */
export const freshMs = 20_000;

/** How often it is read otherwise, in ms: this is how a viewer learns that a broadcast has ended. */
export const waitingPaceMs = 3_000;

/** A broadcast that begins has media within moments: it is read again after this, so often. */
export const beginning = { paceMs: 250, count: 12 };
