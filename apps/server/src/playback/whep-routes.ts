import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import type { Channels } from '../channels/channels.ts';
import { sdpEndpoint } from '../http/sdp-endpoint.ts';
import { SessionTable } from '../http/session-table.ts';
import { WhepSession, type WhepSessionOptions } from './whep-session.ts';

export type WhepRoutesOptions = Omit<WhepSessionOptions, 'channel' | 'offer'> & {
  readonly channels: Channels;
};

/** WHEP: open to everybody, as all channels are public. */
export function whepRoutes(app: FastifyInstance, options: WhepRoutesOptions): void {
  sdpEndpoint(app, {
    paths: { endpoint: routes.whep, session: routes.whepSession },
    sessions: new SessionTable<WhepSession>(),
    authorise: (_request, channel) => options.channels.requireKnown(channel),
    open: (channel, offer) => WhepSession.open({ ...options, channel, offer }),
  });
}
