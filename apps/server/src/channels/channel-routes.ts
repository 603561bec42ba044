import { type ChannelView, captureClockSchema, pages, type StudioView } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { bearerToken } from '../http/bearer.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import { HttpError } from '../http/http-error.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import type { Channels } from './channels.ts';

type ChannelParams = { Params: { channel: string } };

/** What anybody may know of a channel, what its owner sees, and what its owner says of its clock. */
export function channelRoutes(
  app: FastifyInstance,
  { channels, broadcasts }: { channels: Channels; broadcasts: Broadcasts },
): void {
  allowAnyOrigin(app);
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  const view = (name: string): ChannelView => ({ name, broadcast: broadcasts.view(name) });

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
}
