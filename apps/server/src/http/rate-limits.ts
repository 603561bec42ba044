import type { RouteShorthandOptions } from 'fastify';
import { HttpError } from './http-error.ts';

/** The time over which requests are counted, in ms. */
const rateWindowMs = 10_000;

/** The options of the plug-in that counts: by the client's address, and only where a route says so. */
export const rateLimiting = {
  global: false,
  // Answered like every other refusal.
  errorResponseBuilder: (_request: unknown, { ttl }: { ttl: number }) =>
    HttpError.tooManyRequests(ttl),
} as const;

/**
 * Lets one address make so many requests of a route in `rateWindowMs`.
 *
 * @param max 0: as many as it likes
 */
export function atMost(max: number): RouteShorthandOptions {
  if (max === 0) return {};
  return { config: { rateLimit: { max, timeWindow: rateWindowMs } } } as RouteShorthandOptions;
}
