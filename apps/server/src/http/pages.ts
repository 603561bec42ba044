import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { pages } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { HttpError } from './http-error.ts';
import { replyProblem } from './problem-reply.ts';

/**
 * Serves the built pages: the watch page is a document of its own, all others are one that finds its own way. What is
 * at no path is answered to a person as a page, and to a program as a problem.
 */
export async function servePages(app: FastifyInstance, webDir: string): Promise<void> {
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
  await app.register(fastifyStatic, {
    root: webDir,
    index: false,
    // The build has left them beside each file.
    preCompressed: true,
    setHeaders: (reply, path) => {
      // Names under assets/ carry a hash of what they hold.
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const path of [pages.home(), decodeURIComponent(pages.studio(':channel'))]) {
    app.get(path, (_request, reply) => reply.sendFile('index.html'));
  }
  app.get(decodeURIComponent(pages.watch(':channel')), (_request, reply) =>
    reply.sendFile('watch.html'),
  );
}
