import type { FastifyInstance } from 'fastify';

/**
 * What a page of another origin may read of our answers (RFC 9725, section 4.2 asks for Location). Eyevinn's
 * publisher finds out by the methods whether it may trickle, and waits 2 s for its candidates where it can't read them.
 */
const exposed =
  'Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After, Access-Control-Allow-Methods';

/**
 * What it may send. Clients bring headers of their own (OvenLiveKit `Oven-Capabilities`, Eyevinn's `ETag`), and a
 * preflight that doesn't name them fails the whole request. The star covers all but `Authorization` (Fetch standard,
 * CORS-preflight fetch).
 */
const allowed = 'Authorization, Content-Type, If-Match, *';

/**
 * Lets pages of any origin use the routes of this context: publishing is guarded by a key in a header, never by
 * a cookie, so there is nothing that a foreign page could borrow.
 */
export function allowAnyOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('access-control-allow-origin', '*');
    reply.header('access-control-expose-headers', exposed);
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
    reply.header('access-control-allow-headers', allowed);
    reply.header('access-control-max-age', '86400');
  });
}
