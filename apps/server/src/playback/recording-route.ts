import { createReadStream } from 'node:fs';
import { routes } from '@tallylight/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Download } from '../packager/downloads.ts';
import { readRange } from './byte-range.ts';
import { MediaError } from './media-error.ts';
import { immutable } from './media-headers.ts';
import type { Authorise } from './media-library.ts';

export type RecordingRouteOptions = {
  /** The MP4 of a recording; null where there is none. */
  readonly download: (channel: string, broadcast: string) => Promise<Download | null>;
  readonly authorise: Authorise;
};

type OfBroadcast = { Params: { channel: string; broadcast: string } };

/** A broadcast that is over, as one file. */
export function recordingRoute(app: FastifyInstance, options: RecordingRouteOptions): void {
  const pattern = decodeURIComponent(
    routes.broadcastMedia(':channel', ':broadcast', 'recording.mp4'),
  );
  app.get<OfBroadcast>(pattern, async (request, reply) => {
    const { channel, broadcast } = request.params;
    options.authorise(request, channel);
    const found = await options.download(channel, broadcast).catch((error: unknown) => {
      throw MediaError.downloadFailed(error);
    });
    if (found === null) throw MediaError.nothing('such recording');
    reply
      .type('video/mp4')
      .header('cache-control', immutable)
      .header('accept-ranges', 'bytes')
      .header('content-disposition', `attachment; filename="${channel}.mp4"`);
    return replyFile(request, reply, found);
  });
}

function replyFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, size }: Download,
): FastifyReply {
  const range = readRange(request.method === 'GET' ? request.headers.range : undefined, size);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${size}`);
    throw MediaError.range(size);
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range !== null) reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`);
  reply.header('content-length', String(last - first + 1));
  if (request.method === 'HEAD') return reply.send();
  return reply.send(createReadStream(path, { start: first, end: last }));
}
