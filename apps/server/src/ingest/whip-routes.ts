import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import type { Channels } from '../channels/channels.ts';
import { bearerToken } from '../http/bearer.ts';
import { sdpEndpoint } from '../http/sdp-endpoint.ts';
import { SessionTable } from '../http/session-table.ts';
import { WhipSession, type WhipSessionOptions } from './whip-session.ts';

export type WhipRoutesOptions = Omit<WhipSessionOptions, 'channel' | 'offer'> & {
  readonly channels: Channels;
};

/** WHIP: who holds the stream key publishes. */
export function whipRoutes(app: FastifyInstance, options: WhipRoutesOptions): void {
  sdpEndpoint(app, {
    paths: { endpoint: routes.whip, session: routes.whipSession },
    sessions: new SessionTable<WhipSession>(),
    authorise: (request, channel) => options.channels.requireOwner(channel, bearerToken(request)),
    open: (channel, offer) => WhipSession.open({ ...options, channel, offer }),
  });
}
