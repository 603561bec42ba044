import type { FastifyInstance } from 'fastify';

/** What a page of another origin may read of our answers (RFC 9725, section 4.2 asks for Location). */
const exposed = 'Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After';

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
    reply.header('access-control-allow-headers', 'Authorization, Content-Type, If-Match');
    reply.header('access-control-max-age', '86400');
  });
}
