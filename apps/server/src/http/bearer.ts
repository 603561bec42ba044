import type { FastifyRequest } from 'fastify';

/** The token of `Authorization: Bearer` (RFC 6750, section 2.1); undefined where there is none. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}
