import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { atMost } from '../http/rate-limits.ts';
import type { SessionTable } from '../http/session-table.ts';
import type { WhepSession } from './whep-session.ts';

export type WhepKeyFrameOptions = {
  readonly sessions: SessionTable<WhepSession>;
  /** How many sessions one address may ask for in the window of the rate limits; 0: any number. */
  readonly sessionRate: number;
};

type Resource = { Params: { channel: string; session: string } };

/** A viewer whose picture hangs asks some times, and some viewers share an address. */
const requestsPerSession = 10;

/**
 * A key frame for a WHEP session, asked for over HTTP: pages can't send the PLI that asks for one (RFC 4585, section
 * 6.3.1), and a browser that has lost no packet sends none. This is no part of WHEP but an extension of ours. The
 * publisher is asked only so often, however many ask here; see {@link Sfu}.
 */
export function whepKeyFrame(
  app: FastifyInstance,
  { sessions, sessionRate }: WhepKeyFrameOptions,
): void {
  const url = decodeURIComponent(routes.whepKeyFrame(':channel', ':session'));
  app.options<Resource>(url, (_request, reply) => reply.code(204).send());
  app.post<Resource>(url, atMost(sessionRate * requestsPerSession), async (request, reply) => {
    const { session } = sessions.require(request.params.channel, request.params.session);
    session.requestKeyFrame();
    return reply.code(204).header('cache-control', 'no-store').send();
  });
}
