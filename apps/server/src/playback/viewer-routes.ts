import {
  limits,
  presenceSchema,
  routes,
  troubleReportSchema,
  troubleStages,
} from '@tallylight/contract';
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import type { Logger } from 'pino';
import type { Channels } from '../channels/channels.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import { HttpError } from '../http/http-error.ts';
import { atMost } from '../http/rate-limits.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import type { Clock } from '../live/clock.ts';
import { Allowance } from './allowance.ts';

export type ViewerRoutesOptions = {
  readonly channels: Channels;
  readonly broadcasts: Broadcasts;
  readonly clock: Clock;
  readonly log: Logger;
  /** How many viewers of one address are counted; 0: any number. */
  readonly viewersPerAddress: number;
};

type ChannelParams = { Params: { channel: string } };

/** A viewer speaks once in `limits.presenceEveryMs`, and now and then comes, goes and is in trouble besides. */
const wordsPerViewer = 4;

/** Lines about viewers' trouble that the log takes. */
const loggedTroubles = { count: 20, perMs: 10_000 };

/** What viewers' pages say of themselves: that they are there, and what is wrong. Open to everybody, as all channels are. */
export function viewerRoutes(app: FastifyInstance, options: ViewerRoutesOptions): void {
  const { channels, broadcasts, clock, log, viewersPerAddress } = options;
  allowAnyOrigin(app);
  acceptReports(app);
  const lines = new Allowance({ clock, ...loggedTroubles });
  const route: RouteShorthandOptions = {
    ...atMost(viewersPerAddress * wordsPerViewer),
    bodyLimit: limits.viewerReportBytes,
  };

  const presence = decodeURIComponent(routes.presence(':channel'));
  app.post<ChannelParams>(presence, route, async (request, reply) => {
    const { channel } = request.params;
    channels.requireKnown(channel);
    const { success, data } = presenceSchema.safeParse(request.body);
    if (!success) {
      throw HttpError.bodyInvalid(
        'The body must be {"viewer": 8 to 64 of A-Z, a-z, 0-9 and "-", "via": "webrtc" or "hls", "leaving"?: boolean}.',
      );
    }
    if (data.leaving === true) broadcasts.leave(channel, data.viewer);
    else broadcasts.hear(channel, { id: data.viewer, address: request.ip });
    return reply.code(204).header('cache-control', 'no-store').send();
  });

  const troubles = decodeURIComponent(routes.troubles(':channel'));
  app.post<ChannelParams>(troubles, route, async (request, reply) => {
    const { channel } = request.params;
    channels.requireKnown(channel);
    const { success, data } = troubleReportSchema.safeParse(request.body);
    if (!success) {
      throw HttpError.bodyInvalid(
        `The body must be {"viewer": 8 to 64 of A-Z, a-z, 0-9 and "-", "stage": one of ${troubleStages.join(', ')}, "detail"?: up to 200 characters}.`,
      );
    }
    const { viewer, stage, detail } = data;
    const broadcast = broadcasts.report(channel, { viewer, stage, address: request.ip });
    if (broadcast !== null && lines.take()) {
      log.info({ channel, broadcast: broadcast.id, viewer, stage, detail }, 'viewer in trouble');
    }
    return reply.code(204).header('cache-control', 'no-store').send();
  });
}

/**
 * Takes JSON also under the name of plain text: a page that is being left can send nothing else to a server of another
 * origin (Beacon, section 3.1; Fetch, CORS-safelisted request-header).
 */
function acceptReports(app: FastifyInstance): void {
  const read = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw HttpError.bodyInvalid('The body is not JSON.');
    }
  };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'string' },
    async (_request: unknown, body: string | Buffer) => read(String(body)),
  );
}
