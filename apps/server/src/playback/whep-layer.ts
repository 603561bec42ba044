import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { HttpError } from '../http/http-error.ts';
import type { SessionTable } from '../http/session-table.ts';
import type { WhepSession } from './whep-session.ts';

type Resource = { Params: { channel: string; session: string } };

const selectionSchema = z.object({
  /** The section that it is about; there is one with layers. */
  mediaId: z.string().nullish(),
  /** A layer's id; without one the layer follows the line. */
  encodingId: z.string().nullish(),
});

/** Layer selection of a WHEP session (draft-ietf-wish-whep, layer extension). */
export function whepLayer(
  app: FastifyInstance,
  { sessions }: { sessions: SessionTable<WhepSession> },
): void {
  const url = decodeURIComponent(routes.whepLayer(':channel', ':session'));
  app.options<Resource>(url, (_request, reply) => reply.code(204).send());

  app.post<Resource>(url, async (request, reply) => {
    const { session } = sessions.require(request.params.channel, request.params.session);
    const body = selectionSchema.safeParse(request.body ?? {});
    if (!body.success) {
      throw HttpError.bodyInvalid('The body must be {"encodingId": "name of a layer"}, or {}.');
    }
    session.selectLayer(body.data.encodingId ?? null);
    return reply.code(200).send();
  });

  app.delete<Resource>(url, async (request, reply) => {
    const { session } = sessions.require(request.params.channel, request.params.session);
    session.selectLayer(null);
    return reply.code(200).send();
  });
}
