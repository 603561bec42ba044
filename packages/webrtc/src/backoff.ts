/** How long to wait between tries. */
export type Backoff = {
  /** The longest first wait, in ms. */
  readonly firstMs: number;
  /** No wait is longer than this, in ms. */
  readonly capMs: number;
};

/**
 * The wait before a try, in ms: doubled with every failure up to the cap, and spread so that clients who
 * failed together do not return together.
 *
 * @param attempt failures so far, from 1
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function backoffMs(backoff: Backoff, attempt: number, random: number): number {
  const ceilingMs = Math.min(backoff.capMs, backoff.firstMs * 2 ** Math.max(0, attempt - 1));
  // Half is certain and half is chance: chance alone may return at once, and a crowd would.
  return ceilingMs / 2 + (ceilingMs / 2) * random;
}
