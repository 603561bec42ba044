import { type Link, writeLink } from '@tallylight/protocol';
import { fragmentContentType, readFragment } from '@tallylight/protocol/sdp';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { allowAnyOrigin } from './cors.ts';
import { judgePatch } from './patch-rule.ts';
import { atMost } from './rate-limits.ts';
import { refuse } from './refuse.ts';
import { acceptSdp, sdpBody, sdpContentType } from './sdp-body.ts';
import { type Ending, newEtag, type SessionEntry, type SessionTable } from './session-table.ts';

type Ice = { readonly usernameFragment: string; readonly password: string };

/** A session that was made from an offer. */
export type SdpSession = {
  /** The answer's text. */
  readonly answer: string;
  /** The client's ICE credentials. */
  readonly remoteIce: Ice;
  /**
   * Takes the client's new ICE credentials and makes our own.
   *
   * @returns the fragment that answers it
   */
  restartIce(remote: Ice): Promise<string>;
  /** The client says goodbye. */
  end(): void;
  /** Calls back once, however it ended. */
  onEnded(listener: (ending: Ending) => void): void;
};

export type SdpEndpointOptions<Session extends SdpSession> = {
  readonly sessions: SessionTable<Session>;
  /** The path of a channel's endpoint and of a session; with ":channel" and ":session" the routes' patterns. */
  readonly paths: {
    readonly endpoint: (channel: string) => string;
    readonly session: (channel: string, session: string) => string;
  };
  /** How many sessions one address may ask for in `rateWindowMs`; 0: any number. */
  readonly sessionRate: number;
  /** Where a channel is to be had, if not here. */
  elsewhere(channel: string): string | null;
  /** Throws where the request may not make a session. */
  authorise(request: FastifyRequest, channel: string): void;
  open(request: FastifyRequest, channel: string, offer: string): Promise<Session>;
  /** What else a new session has: ICE servers, extensions. */
  links(channel: string, id: string): readonly Link[];
};

type Endpoint = { Params: { channel: string } };
type Resource = { Params: { channel: string; session: string } };

/** A client may change a session oftener than make one. */
const changesPerSession = 4;

/**
 * What WHIP (RFC 9725, section 4) and WHEP have in common over HTTP: a POST of an offer makes a session and is
 * answered by 201 with its URL.
 */
export function sdpEndpoint<Session extends SdpSession>(
  app: FastifyInstance,
  options: SdpEndpointOptions<Session>,
): void {
  allowAnyOrigin(app);
  acceptSdp(app);
  const { sessions, paths } = options;
  app.addHook('onClose', async () => sessions.clear());
  const url = decodeURIComponent(paths.endpoint(':channel'));

  app.options<Endpoint>(url, (_request, reply) =>
    reply.code(204).header('accept-post', sdpContentType).send(),
  );
  // GET means nothing to the protocol and must not fail (RFC 9725, section 4.2); HEAD finds an endpoint out.
  app.get<Endpoint>(url, { exposeHeadRoute: false }, (_request, reply) => reply.code(204).send());
  app.head<Endpoint>(url, (_request, reply) => reply.code(200).type(sdpContentType).send());

  app.post<Endpoint>(url, atMost(options.sessionRate), async (request, reply) => {
    const { channel } = request.params;
    const node = options.elsewhere(channel);
    // 307 keeps method and body; others are forbidden (RFC 9725, section 4.5).
    if (node !== null) return reply.redirect(`${node.replace(/\/$/, '')}${request.url}`, 307);
    options.authorise(request, channel);
    const session = await options.open(request, channel, sdpBody(request, sdpContentType));
    const { id, etag } = sessions.add(channel, session);
    return reply
      .code(201)
      .header('location', paths.session(channel, id))
      .header('etag', etag)
      .header('link', options.links(channel, id).map(writeLink))
      .header('cache-control', 'no-store')
      .type(sdpContentType)
      .send(session.answer);
  });
  refuse(app, {
    url,
    methods: ['PUT', 'PATCH', 'DELETE'],
    allowed: 'GET, HEAD, POST, OPTIONS',
  });

  sessionResource(app, options);
}

/** A session behind its URL: candidates and restarts come by PATCH, DELETE ends it. */
function sessionResource<Session extends SdpSession>(
  app: FastifyInstance,
  options: SdpEndpointOptions<Session>,
): void {
  const { sessions, paths } = options;
  const url = decodeURIComponent(paths.session(':channel', ':session'));
  const changes = atMost(options.sessionRate * changesPerSession);

  /** Knowing the URL is enough; but who shows a key shows the right one. */
  const admit = (request: FastifyRequest<Resource>): [channel: string, session: string] => {
    const { channel, session } = request.params;
    if (request.headers.authorization !== undefined) options.authorise(request, channel);
    return [channel, session];
  };
  const find = (request: FastifyRequest<Resource>): SessionEntry<Session> =>
    sessions.require(...admit(request));

  app.options<Resource>(url, (_request, reply) =>
    reply.code(204).header('accept-patch', fragmentContentType).send(),
  );
  app.get<Resource>(url, { exposeHeadRoute: false }, (request, reply) => {
    find(request);
    return reply.code(204).header('cache-control', 'no-store').send();
  });
  app.head<Resource>(url, (request, reply) => {
    find(request);
    return reply.code(200).header('cache-control', 'no-store').send();
  });

  app.patch<Resource>(url, changes, async (request, reply) => {
    const entry = find(request);
    const fragment = readFragment(sdpBody(request, fragmentContentType));
    const ifMatch = request.headers['if-match'];
    const change = entry.line.then(async () => {
      const { etag, session } = entry;
      const judged = judgePatch({ ifMatch, fragment, etag, remote: session.remoteIce });
      // A server that is ICE lite needs no candidates: it learns the client's addresses from its checks.
      if (judged === 'trickle' || fragment.ice?.password == null) return null;
      const { usernameFragment, password } = fragment.ice;
      const answer = await session.restartIce({ usernameFragment, password });
      entry.etag = newEtag();
      return answer;
    });
    entry.line = change.catch(() => undefined);
    const answer = await change;
    if (answer === null) return reply.code(204).send();
    return reply
      .code(200)
      .header('etag', entry.etag)
      .header('cache-control', 'no-store')
      .type(fragmentContentType)
      .send(answer);
  });

  app.delete<Resource>(url, changes, async (request, reply) => {
    sessions.end(...admit(request));
    return reply.code(200).send();
  });
  refuse(app, {
    url,
    methods: ['POST', 'PUT'],
    allowed: 'GET, HEAD, PATCH, DELETE, OPTIONS',
  });
}
