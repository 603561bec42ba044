import type { ServerResponse } from 'node:http';
import { routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http/http-error.ts';
import type { SessionTable } from '../http/session-table.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import { type WhepEvent, type WhepEventName, WhepNews, whepEventNames } from './whep-news.ts';
import type { WhepSession } from './whep-session.ts';

export type WhepEventsOptions = {
  readonly sessions: SessionTable<WhepSession>;
  readonly broadcasts: Broadcasts;
};

type Resource = { Params: { channel: string; session: string }; Querystring: { events?: string } };

/** Changes within this time are told together, in ms: a thousand viewers may join in a second. */
const pauseMs = 250;
/** A line every so often keeps proxies from taking a quiet stream for a dead one, in ms. */
const heartbeatMs = 15_000;
/** A reader that lets this much lie is cut off, in bytes; it can come back and is told all anew. */
const backlogBytes = 64 * 1024;

/**
 * Server-sent events of a WHEP session: what is on air, its layers, how many watch. A GET is told of all; a
 * POST with the names of events in a JSON array answers with the URL of a stream of those.
 */
export function whepEvents(app: FastifyInstance, options: WhepEventsOptions): void {
  const url = decodeURIComponent(routes.whepEvents(':channel', ':session'));
  const { sessions, broadcasts } = options;
  const open = new Set<ServerResponse>();
  app.addHook('preClose', async () => {
    for (const response of open) response.end(format({ event: 'reconnect', data: {} }));
  });

  app.options<Resource>(url, (_request, reply) => reply.code(204).send());

  app.post<Resource>(url, async (request, reply) => {
    const { channel, session } = request.params;
    sessions.require(channel, session);
    const names = readNames(request.body);
    const location = `${routes.whepEvents(channel, session)}?events=${names.join(',')}`;
    return reply.code(201).header('location', location).header('cache-control', 'no-store').send();
  });

  app.get<Resource>(url, (request, reply) => {
    const { channel, session: id } = request.params;
    const { session } = sessions.require(channel, id);
    const names = new Set<string>(request.query.events?.split(',') ?? whepEventNames);
    reply.hijack();
    const response = reply.raw;
    open.add(response);
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });

    const news = new WhepNews(session.videoMid);
    let pause: NodeJS.Timeout | undefined;
    const write = (text: string): void => {
      if (response.writableEnded) return;
      response.write(text);
      if (response.writableLength > backlogBytes) response.destroy();
    };
    const tell = (): void => {
      pause = undefined;
      const events = news.update(broadcasts.view(channel));
      write(
        events
          .filter(({ event }) => names.has(event))
          .map(format)
          .join(''),
      );
    };
    const leave = broadcasts.subscribe(channel, () => {
      pause ??= setTimeout(tell, pauseMs);
    });
    const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs);
    response.on('close', () => {
      open.delete(response);
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
  });
}

function format({ event, data }: WhepEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** @throws {HttpError} body-invalid */
function readNames(body: unknown): WhepEventName[] {
  const known: readonly string[] = whepEventNames;
  if (Array.isArray(body) && body.every((name) => known.includes(name))) {
    return body as WhepEventName[];
  }
  throw HttpError.bodyInvalid(`The body must be a JSON array of some of: ${known.join(', ')}.`);
}
