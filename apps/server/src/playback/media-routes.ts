import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { answerDirectly } from '../http/direct-answers.ts';
import { refuse } from '../http/refuse.ts';
import type { Clock } from '../live/clock.ts';
import { HotMedia } from './hot-media.ts';
import { MediaError } from './media-error.ts';
import { freshFor, openToAll, preflight } from './media-headers.ts';
import type { Authorise, MediaLibrary } from './media-library.ts';
import { Origins } from './origins.ts';
import { playlistRoutes } from './playlist-routes.ts';
import { type RecordingRouteOptions, recordingRoute } from './recording-route.ts';
import { segmentRoutes } from './segment-routes.ts';

export type MediaRoutesOptions = {
  readonly library: MediaLibrary;
  readonly clock: Clock;
  /** The MP4 of a recording; without it there are none to download. */
  readonly download?: RecordingRouteOptions['download'];
  /** Lets everybody in where it is not given. */
  readonly authorise?: Authorise;
};

/** Broadcasts over plain HTTP: HLS with and without low latency, and DASH. */
export function mediaRoutes(app: FastifyInstance, options: MediaRoutesOptions): void {
  const { library, clock, authorise } = options;
  const origins = new Origins(library, clock);
  // Where it is asked who asks, it is asked each time.
  const hot = authorise === undefined ? new HotMedia() : null;
  if (hot !== null) answerDirectly(app.server, hot.find);
  const letIn = authorise ?? (() => '');
  const everything = '/media/*';
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(openToAll);
  });
  app.addHook('onSend', async (_request, reply) => {
    // What is not there may come: so long a cache may say that it isn't.
    if (reply.statusCode === 404) reply.header('cache-control', freshFor(1));
  });
  app.options(everything, (_request, reply) => reply.headers(preflight).code(204).send());
  refuse(app, {
    url: everything,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
    allowed: 'GET, HEAD, OPTIONS',
  });
  app.get(routes.mediaClock(), (_request, reply) => {
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store');
    return reply.send(new Date(clock.now()).toISOString());
  });
  playlistRoutes(app, { origins, library, authorise: letIn, clock });
  segmentRoutes(app, { origins, authorise: letIn, hot });
  if (options.download !== undefined) {
    recordingRoute(app, { download: options.download, authorise: letIn });
  }
  app.get(everything, async () => {
    throw MediaError.nothing('such media');
  });
}
