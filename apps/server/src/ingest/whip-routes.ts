import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import type { Channels } from '../channels/channels.ts';
import { bearerToken } from '../http/bearer.ts';
import { type SdpEndpointOptions, sdpEndpoint } from '../http/sdp-endpoint.ts';
import { SessionTable } from '../http/session-table.ts';
import { WhipSession, type WhipSessionOptions } from './whip-session.ts';

export type WhipRoutesOptions = Omit<WhipSessionOptions, 'channel' | 'offer' | 'takeover'> &
  Pick<SdpEndpointOptions<WhipSession>, 'sessionRate' | 'elsewhere' | 'links'> & {
    readonly channels: Channels;
  };

/** WHIP: who holds the stream key publishes, and takes over with `?takeover=true`. */
export function whipRoutes(app: FastifyInstance, options: WhipRoutesOptions): void {
  sdpEndpoint(app, {
    ...options,
    paths: { endpoint: routes.whip, session: routes.whipSession },
    sessions: new SessionTable<WhipSession>(),
    authorise: (request, channel) => options.channels.requireOwner(channel, bearerToken(request)),
    open: (request, channel, offer) => {
      const { takeover } = request.query as { takeover?: string };
      return WhipSession.open({ ...options, channel, offer, takeover: takeover === 'true' });
    },
  });
}
