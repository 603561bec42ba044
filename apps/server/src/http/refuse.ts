import type { FastifyInstance, HTTPMethods } from 'fastify';
import { HttpError } from './http-error.ts';

/** Answers methods that mean nothing on a path with 405 and what does (RFC 9110, section 15.5.6). */
export function refuse(
  app: FastifyInstance,
  { url, methods, allowed }: { url: string; methods: HTTPMethods[]; allowed: string },
): void {
  app.route({
    url,
    method: methods,
    // Before the body is looked at: whatever it is, it is not wanted.
    onRequest: async (request, reply) => {
      reply.header('allow', allowed);
      throw HttpError.methodNotAllowed(request.method, allowed);
    },
    handler: (_request, reply) => reply.send(),
  });
}
