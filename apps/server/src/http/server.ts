import { randomUUID } from 'node:crypto';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import { replyProblem } from './problem-reply.ts';

/** The HTTP server without its routes: how it logs, and what every answer has in common. */
export function createServer(
  log: Logger,
  { trustProxy }: { readonly trustProxy: boolean },
): FastifyInstance {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // One line a request is more than once a second; debug has them.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.setErrorHandler((error: Error, request, reply) => replyProblem(error, request, reply));
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request;
    const ms = Math.round(reply.elapsedTime);
    request.log.debug({ method, url, status: reply.statusCode, ms }, 'request');
  });
  return app;
}
