import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { allowAnyOrigin } from './cors.ts';
import { HttpError } from './http-error.ts';
import { acceptSdp, sdpBody, sdpContentType } from './sdp-body.ts';
import type { SessionTable } from './session-table.ts';

/** A session that was made from an offer. */
export type SdpSession = {
  /** The answer's text. */
  readonly answer: string;
  /** The client says goodbye. */
  end(): void;
  /** Calls back once, however it ended. */
  onEnded(listener: () => void): void;
};

export type SdpEndpointOptions<Session extends SdpSession> = {
  readonly sessions: SessionTable<Session>;
  /** The path of a channel's endpoint and of a session; with ":channel" and ":session" the routes' patterns. */
  readonly paths: {
    readonly endpoint: (channel: string) => string;
    readonly session: (channel: string, session: string) => string;
  };
  /** Throws where the request may not make a session. */
  authorise(request: FastifyRequest, channel: string): void;
  open(channel: string, offer: string): Promise<Session>;
};

type Endpoint = { Params: { channel: string } };
type Resource = { Params: { channel: string; session: string } };

/**
 * What WHIP (RFC 9725, section 4) and WHEP have in common over HTTP: a POST of an offer makes a session and is
 * answered by 201 with its URL, a DELETE of that URL ends it.
 */
export function sdpEndpoint<Session extends SdpSession>(
  app: FastifyInstance,
  { sessions, paths, authorise, open }: SdpEndpointOptions<Session>,
): void {
  allowAnyOrigin(app);
  acceptSdp(app);
  const endpoint = decodeURIComponent(paths.endpoint(':channel'));
  const resource = decodeURIComponent(paths.session(':channel', ':session'));

  app.options<Endpoint>(endpoint, (_request, reply) =>
    reply.code(204).header('accept-post', sdpContentType).send(),
  );

  app.post<Endpoint>(endpoint, async (request, reply) => {
    const { channel } = request.params;
    authorise(request, channel);
    const session = await open(channel, sdpBody(request));
    const id = sessions.add(channel, session);
    return reply
      .code(201)
      .header('location', paths.session(channel, id))
      .header('cache-control', 'no-store')
      .type(sdpContentType)
      .send(session.answer);
  });

  refuse(app, { url: endpoint, methods: ['PUT', 'PATCH', 'DELETE'], allowed: 'POST, OPTIONS' });
  // Neither trickle nor restarts are served yet: then 405 is the answer (RFC 9725, section 4.3).
  refuse(app, { url: resource, methods: ['POST', 'PUT', 'PATCH'], allowed: 'DELETE, OPTIONS' });

  app.options<Resource>(resource, (_request, reply) => reply.code(204).send());

  app.delete<Resource>(resource, async (request, reply) => {
    const { channel, session } = request.params;
    sessions.require(channel, session).end();
    return reply.code(200).send();
  });
}

/** Answers methods that mean nothing on a path with 405 and what does (RFC 9110, section 15.5.6). */
function refuse(
  app: FastifyInstance,
  { url, methods, allowed }: { url: string; methods: HTTPMethods[]; allowed: string },
): void {
  app.route({
    url,
    method: methods,
    // Before the body is looked at: whatever it is, it is not wanted.
    onRequest: async (request, reply) => {
      reply.header('allow', allowed);
      throw HttpError.methodNotAllowed(request.method, allowed);
    },
    handler: (_request, reply) => reply.send(),
  });
}
