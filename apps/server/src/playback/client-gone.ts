import type { FastifyReply } from 'fastify';

/** Aborts when the client goes away, or has its answer. */
export function clientGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

/** Ends the handling of a request whose client is no longer there: there is nobody to answer. */
export function forsake(reply: FastifyReply): FastifyReply {
  reply.hijack();
  return reply;
}
