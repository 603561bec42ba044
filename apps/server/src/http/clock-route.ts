import { type ClockView, routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';

/** The server's clock, for studios and players to measure theirs against. */
export function clockRoute(app: FastifyInstance, now: () => number): void {
  app.get(routes.clock(), async (_request, reply): Promise<ClockView> => {
    reply.header('cache-control', 'no-store');
    return { nowMs: now() };
  });
}
