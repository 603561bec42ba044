import type { FastifyReply, FastifyRequest } from 'fastify';
import { matches } from '../http/text-reply.ts';
import { readRange } from './byte-range.ts';
import { MediaError } from './media-error.ts';
import { immutable } from './media-headers.ts';

/** Something that never changes under its name. */
export type MediaBytes = {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
};

/** The headers of all such answers; their size comes with the body. */
export function bytesHeaders({ type, etag }: Omit<MediaBytes, 'bytes'>): Record<string, string> {
  return { 'content-type': type, 'cache-control': immutable, 'accept-ranges': 'bytes', etag };
}

/**
 * Answers with bytes, or the range of them that is asked for (RFC 9110, section 14).
 *
 * @throws {MediaError} range-unsatisfiable
 */
export function replyBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  media: MediaBytes,
): FastifyReply {
  const { bytes, etag } = media;
  const { 'if-none-match': ifNoneMatch, 'if-range': ifRange, range: header } = request.headers;
  reply.headers(bytesHeaders(media));
  if (matches(ifNoneMatch, etag)) return reply.code(304).send();
  // If-Range compares strongly (RFC 9110, section 13.1.5).
  const isWhole = request.method !== 'GET' || (ifRange !== undefined && ifRange !== etag);
  const range = readRange(isWhole ? undefined : header, bytes.length);
  if (range === null) return reply.send(bytes);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${bytes.length}`);
    throw MediaError.range(bytes.length);
  }
  return reply
    .code(206)
    .header('content-range', `bytes ${range.first}-${range.last}/${bytes.length}`)
    .send(bytes.subarray(range.first, range.last + 1));
}
