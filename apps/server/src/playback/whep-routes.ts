import { routes, viewerIdPattern } from '@tallylight/contract';
import type { Link } from '@tallylight/protocol';
import type { FastifyInstance } from 'fastify';
import type { Channels } from '../channels/channels.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import { scope } from '../http/scope.ts';
import { type SdpEndpointOptions, sdpEndpoint } from '../http/sdp-endpoint.ts';
import { SessionTable } from '../http/session-table.ts';
import { whepEvents } from './whep-events.ts';
import { whepKeyFrame } from './whep-key-frame.ts';
import { whepLayer } from './whep-layer.ts';
import { whepEventNames } from './whep-news.ts';
import { WhepSession, type WhepSessionOptions } from './whep-session.ts';

export type WhepRoutesOptions = Omit<
  WhepSessionOptions,
  'channel' | 'offer' | 'address' | 'viewer'
> &
  Pick<SdpEndpointOptions<WhepSession>, 'sessionRate' | 'elsewhere' | 'links'> & {
    readonly channels: Channels;
  };

const extension = 'urn:ietf:params:whep:ext:core:';
const ownExtension = 'urn:tallylight:whep:ext:';

/** WHEP and its extensions: open to everybody, as all channels are public. */
export function whepRoutes(app: FastifyInstance, options: WhepRoutesOptions): void {
  const sessions = new SessionTable<WhepSession>();
  app.register(
    scope((api) =>
      sdpEndpoint(api, {
        ...options,
        sessions,
        paths: { endpoint: routes.whep, session: routes.whepSession },
        authorise: (_request, channel) => options.channels.requireKnown(channel),
        open: ({ ip, query }, channel, offer) =>
          WhepSession.open({ ...options, channel, offer, address: ip, viewer: viewerOf(query) }),
        links: (channel, id) => [...options.links(channel, id), ...extensionLinks(channel, id)],
      }),
    ),
  );
  // These speak JSON, which the endpoint doesn't.
  app.register(
    scope((api) => {
      allowAnyOrigin(api);
      whepEvents(api, { ...options, sessions });
      whepLayer(api, { sessions });
      whepKeyFrame(api, { sessions, sessionRate: options.sessionRate });
    }),
  );
}

/** Who makes a session, if its page says so; what is no name of a viewer says nothing. */
function viewerOf(query: unknown): string | null {
  const { viewer } = query as Record<string, unknown>;
  return typeof viewer === 'string' && viewerIdPattern.test(viewer) ? viewer : null;
}

function extensionLinks(channel: string, id: string): Link[] {
  return [
    {
      url: routes.whepEvents(channel, id),
      rel: `${extension}server-sent-events`,
      params: { events: whepEventNames.join(',') },
    },
    { url: routes.whepLayer(channel, id), rel: `${extension}layer`, params: {} },
    { url: routes.whepKeyFrame(channel, id), rel: `${ownExtension}key-frame`, params: {} },
  ];
}
