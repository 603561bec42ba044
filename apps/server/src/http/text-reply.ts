import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RenderedText } from './rendered-text.ts';

/** Answers with a playlist, a manifest or a document, compressed where the client takes it so. */
export function replyText(
  request: FastifyRequest,
  reply: FastifyReply,
  text: RenderedText,
  { type, cacheControl }: { readonly type: string; readonly cacheControl: string },
): FastifyReply {
  reply.headers({
    'cache-control': cacheControl,
    etag: text.etag,
    // Nothing else of a request changes the answer.
    vary: 'Accept-Encoding',
  });
  if (matches(request.headers['if-none-match'], text.etag)) return reply.code(304).send();
  reply.type(type);
  if (!takesGzip(request.headers['accept-encoding'])) return reply.send(text.body);
  return reply.header('content-encoding', 'gzip').send(text.gzipped);
}

/** Compares weakly (RFC 9110, section 13.1.2). */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const bare = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').map(bare).includes(bare(etag));
}

/** RFC 9110, section 12.5.3. */
function takesGzip(acceptEncoding: string | string[] | undefined): boolean {
  return String(acceptEncoding ?? '')
    .split(',')
    .some((coding) => /^\s*(?:x-)?gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(coding));
}
