import type { ServerResponse } from 'node:http';
import { routes } from '@tallylight/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HttpError } from '../http/http-error.ts';
import type { SessionTable } from '../http/session-table.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import { type EventStream, EventStreams } from './event-streams.ts';
import { type WhepEvent, type WhepEventName, WhepNews, whepEventNames } from './whep-news.ts';
import type { WhepSession } from './whep-session.ts';

export type WhepEventsOptions = {
  readonly sessions: SessionTable<WhepSession>;
  readonly broadcasts: Broadcasts;
};

type Resource = { Params: { channel: string; session: string } };
type Stream = { Params: { channel: string; session: string; stream: string } };

/** Changes within this time are told together, in ms: a thousand viewers may join in a second. */
const pauseMs = 250;
/** A line every so often keeps proxies from taking a quiet stream for a dead one, in ms. */
const heartbeatMs = 15_000;
/** A reader that lets this much lie is cut off, in bytes; it can come back and is told all anew. */
const backlogBytes = 64 * 1024;

/**
 * Server-sent events of a WHEP session (WHEP core extensions): what is on air, its layers, how many
 * watch. A POST with the names of events in a JSON array makes a stream of those; a GET of the entry point
 * itself is told of all.
 */
export function whepEvents(
  app: FastifyInstance,
  { sessions, broadcasts }: WhepEventsOptions,
): void {
  const entry = decodeURIComponent(routes.whepEvents(':channel', ':session'));
  const stream = decodeURIComponent(routes.whepEventStream(':channel', ':session', ':stream'));
  const streams = new EventStreams();
  const open = new Set<ServerResponse>();
  app.addHook('preClose', async () => {
    for (const response of open) response.end(format({ event: 'reconnect', data: {} }));
  });
  const find = ({ params }: { params: Resource['Params'] }): WhepSession =>
    sessions.require(params.channel, params.session).session;
  const send = (reply: FastifyReply, options: Omit<FeedOptions, 'response' | 'broadcasts'>) => {
    reply.hijack();
    const response = reply.raw;
    open.add(response);
    response.on('close', () => open.delete(response));
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    feed({ ...options, response, broadcasts });
  };

  for (const url of [entry, stream]) {
    app.options(url, (_request, reply) => reply.code(204).send());
  }
  app.post<Resource>(entry, async (request, reply) => {
    const { channel, session } = request.params;
    const id = streams.add(find(request), readNames(request.body));
    const location = routes.whepEventStream(channel, session, id);
    return reply.code(201).header('location', location).header('cache-control', 'no-store').send();
  });
  app.get<Resource>(entry, (request, reply) => {
    const names = new Set(whepEventNames);
    const { channel } = request.params;
    send(reply, { channel, session: find(request), names, readers: new Set() });
  });
  app.get<Stream>(stream, (request, reply) => {
    const session = find(request);
    const chosen = streams.find(session, request.params.stream);
    if (chosen === undefined) throw HttpError.notFound(request.url);
    send(reply, { channel: request.params.channel, session, ...chosen });
  });
  app.delete<Stream>(stream, async (request, reply) => {
    if (!streams.end(find(request), request.params.stream)) throw HttpError.notFound(request.url);
    return reply.code(200).send();
  });
}

type FeedOptions = EventStream & {
  readonly channel: string;
  readonly session: WhepSession;
  readonly response: ServerResponse;
  readonly broadcasts: Broadcasts;
};

/** Tells one reader what there is, and of each change until one of the two goes. */
function feed({ channel, session, names, readers, response, broadcasts }: FeedOptions): void {
  const news = new WhepNews(session.videoLine);
  let pause: NodeJS.Timeout | undefined;
  const write = (text: string): void => {
    if (response.writableEnded) return;
    response.write(text);
    if (response.writableLength > backlogBytes) response.destroy();
  };
  const tell = (): void => {
    pause = undefined;
    const events = news.update(broadcasts.view(channel)).filter(({ event }) => names.has(event));
    write(events.map(format).join(''));
  };
  const leave = broadcasts.subscribe(channel, () => {
    pause ??= setTimeout(tell, pauseMs);
  });
  const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs);
  readers.add(response);
  response.on('close', () => {
    readers.delete(response);
    leave();
    clearTimeout(pause);
    clearInterval(heartbeat);
  });
  session.onClosed((reason) => {
    if (reason === 'renegotiate' && names.has('reconnect')) {
      write(format({ event: 'reconnect', data: {} }));
    }
    response.end();
  });
  // A comment first, so that the headers go out even where no event is asked for.
  write(':\n\n');
  tell();
}

function format({ event, data }: WhepEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Without a body it is all of them. @throws {HttpError} body-invalid */
function readNames(body: unknown): readonly WhepEventName[] {
  const known: readonly string[] = whepEventNames;
  if (body === undefined || body === null) return whepEventNames;
  if (Array.isArray(body) && body.every((name) => known.includes(name))) {
    return body as WhepEventName[];
  }
  throw HttpError.bodyInvalid(`The body must be a JSON array of some of: ${known.join(', ')}.`);
}
