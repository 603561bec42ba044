import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { pages } from '@tallylight/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from './http-error.ts';
import { replyProblem } from './problem-reply.ts';
import { RenderedText } from './rendered-text.ts';
import { replyText } from './text-reply.ts';
import { WatchDocument } from './watch-document.ts';

export type PagesOptions = {
  /** Where the built pages are. */
  readonly webDir: string;
  readonly hasChannel: (channel: string) => boolean;
  /** What stands in the head of a channel's watch page, as HTML; null where there is no such channel. */
  readonly watchHead: (request: FastifyRequest, channel: string) => Promise<string | null>;
};

type OfChannel = { Params: { channel: string } };

/**
 * No other site may show a page of ours in a frame: who has the studio open could be led to press what they don't
 * see (Content Security Policy Level 3, section 6.4.2).
 */
const unframed = "frame-ancestors 'self'";

/** The one page that is made for frames. */
const embedDocument = 'embed.html';

/** Documents are asked for each time: they name scripts that change. */
const documentFreshness = 'no-cache';

/**
 * Serves the built pages: those for viewers are documents of their own, all others are one that finds its own way.
 * What is at no path is answered to a person as a page, and to a program as a problem.
 */
export async function servePages(app: FastifyInstance, options: PagesOptions): Promise<void> {
  const { webDir, hasChannel, watchHead } = options;
  const built = existsSync(join(webDir, 'index.html'));
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (built && wantsPage === true) return reply.code(404).sendFile('index.html');
    return replyProblem(HttpError.notFound(request.url), request, reply);
  });
  if (!built) {
    app.log.warn({ webDir }, 'the pages are not built; only the API is served');
    return;
  }
  const watchDocument = new WatchDocument(await readFile(join(webDir, 'watch.html'), 'utf8'));
  await app.register(fastifyStatic, {
    root: webDir,
    index: false,
    // The build has left them beside each file.
    preCompressed: true,
    setHeaders: (reply, path) => {
      // Names under assets/ carry a hash of what they hold.
      const hashed = path.includes('/assets/');
      const freshness = hashed ? 'public, max-age=31536000, immutable' : documentFreshness;
      reply.header('cache-control', freshness);
      const isUnframed = path.endsWith('.html') && basename(path) !== embedDocument;
      if (isUnframed) reply.header('content-security-policy', unframed);
    },
  });
  for (const path of [pages.home(), decodeURIComponent(pages.studio(':channel'))]) {
    app.get(path, (_request, reply) => reply.sendFile('index.html'));
  }
  app.get<OfChannel>(decodeURIComponent(pages.embed(':channel')), (request, reply) =>
    reply.code(hasChannel(request.params.channel) ? 200 : 404).sendFile(embedDocument),
  );
  app.get<OfChannel>(
    decodeURIComponent(pages.watch(':channel')),
    async (request, reply): Promise<FastifyReply> => {
      const head = await watchHead(request, request.params.channel);
      // The page has words for it.
      if (head === null) return reply.code(404).sendFile('watch.html');
      reply.header('content-security-policy', unframed);
      return replyText(request, reply, new RenderedText(watchDocument.withHead(head)), {
        type: 'text/html; charset=utf-8',
        cacheControl: documentFreshness,
      });
    },
  );
}
