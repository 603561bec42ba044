import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { HttpError } from '../http/http-error.ts';
import type { SessionTable } from '../http/session-table.ts';
import type { WhepSession } from './whep-session.ts';

type Resource = { Params: { channel: string; session: string } };

const selectionSchema = z.object({
  /** The m-line that it is about; only one has layers. */
  mediaId: z.union([z.string(), z.number()]).nullish(),
  rid: z.string().nullish(),
  /** What earlier drafts called `rid`, and players still do. */
  encodingId: z.string().nullish(),
  /** Simulcast layers, counted from the lowest, stand in for spatial ones. */
  spatialLayerId: z.int().nonnegative().nullish(),
  maxSpatialLayerId: z.int().nonnegative().nullish(),
  maxWidth: z.number().positive().nullish(),
  maxHeight: z.number().positive().nullish(),
});

/** Layer selection of a WHEP session (WHEP core extensions, video layer selection). */
export function whepLayer(
  app: FastifyInstance,
  { sessions }: { sessions: SessionTable<WhepSession> },
): void {
  const url = decodeURIComponent(routes.whepLayer(':channel', ':session'));
  app.options<Resource>(url, (_request, reply) => reply.code(204).send());

  app.post<Resource>(url, async (request, reply) => {
    const { session } = sessions.require(request.params.channel, request.params.session);
    const { success, data } = selectionSchema.safeParse(request.body ?? {});
    if (!success) {
      throw HttpError.bodyInvalid(
        'The body must be an object with some of rid (text), maxWidth and maxHeight (pixels), or empty for all layers.',
      );
    }
    const maxIndex = data.spatialLayerId ?? data.maxSpatialLayerId;
    session.selectLayer({
      id: data.rid ?? data.encodingId ?? undefined,
      maxIndex: maxIndex ?? undefined,
      maxWidth: data.maxWidth ?? undefined,
      maxHeight: data.maxHeight ?? undefined,
    });
    return reply.code(200).send();
  });

  app.delete<Resource>(url, async (request, reply) => {
    const { session } = sessions.require(request.params.channel, request.params.session);
    session.selectLayer({});
    return reply.code(200).send();
  });
}
