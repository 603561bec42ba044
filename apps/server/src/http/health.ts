import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';

/** `/healthz`: the process answers. `/readyz`: it could take a publisher. */
export function healthRoutes(app: FastifyInstance, isReady: () => boolean): void {
  app.get(routes.health(), async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok' };
  });
  app.get(routes.ready(), async (_request, reply) => {
    const ready = isReady();
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    return { status: ready ? 'ready' : 'media worker is starting' };
  });
}
