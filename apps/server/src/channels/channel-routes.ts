import {
  type ChannelView,
  captureClockSchema,
  channelDetailsSchema,
  limits,
  pages,
  routes,
  type StudioView,
} from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { bearerToken } from '../http/bearer.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import { HttpError } from '../http/http-error.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import type { Channels } from './channels.ts';

type ChannelParams = { Params: { channel: string } };

export type ChannelRoutesOptions = {
  readonly channels: Channels;
  readonly broadcasts: Broadcasts;
  /** What anybody may know of a channel that there is. */
  readonly view: (channel: string) => ChannelView;
};

/** What anybody may know of a channel, what its owner sees, and what its owner says of it and of the publisher's clock. */
export function channelRoutes(
  app: FastifyInstance,
  { channels, broadcasts, view }: ChannelRoutesOptions,
): void {
  allowAnyOrigin(app);
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.options('/api/channels/*', async (_request, reply) => reply.code(204).send());

  app.get<ChannelParams>('/api/channels/:channel', async (request): Promise<ChannelView> => {
    channels.requireKnown(request.params.channel);
    return view(request.params.channel);
  });

  app.get<ChannelParams>('/api/channels/:channel/studio', async (request): Promise<StudioView> => {
    const { channel } = request.params;
    channels.requireOwner(channel, bearerToken(request));
    const { warnings } = broadcasts.news(channel);
    const { graceMs } = broadcasts;
    return { ...view(channel), watchPath: pages.watch(channel), graceMs, warnings };
  });

  app.put<ChannelParams>('/api/channels/:channel/capture-clock', async (request, reply) => {
    const { channel } = request.params;
    channels.requireOwner(channel, bearerToken(request));
    const body = captureClockSchema.safeParse(request.body);
    if (!body.success) {
      throw HttpError.bodyInvalid(
        'The body must be {"offsetMs": number}, in ms to add to your clock.',
      );
    }
    broadcasts.forViewer(channel).setCaptureClock(body.data.offsetMs);
    return reply.code(204).send();
  });

  app.put<ChannelParams>(decodeURIComponent(routes.details(':channel')), async (request, reply) => {
    const { channel } = request.params;
    channels.requireOwner(channel, bearerToken(request));
    const body = channelDetailsSchema.safeParse(request.body);
    if (!body.success) {
      throw HttpError.bodyInvalid(
        `The body must be {"title": one line of up to ${limits.titleCharacters} characters or null, "startsAtMs": ms since 1970 or null}.`,
      );
    }
    await channels.setDetails(channel, body.data);
    return reply.code(204).send();
  });
}
