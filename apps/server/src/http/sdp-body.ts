import { limits } from '@tallylight/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError } from './http-error.ts';

export const sdpContentType = 'application/sdp';

/** Makes the routes of this context take SDP, and nothing else. */
export function acceptSdp(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    sdpContentType,
    { parseAs: 'string', bodyLimit: limits.sdpBytes },
    (_request, body, done) => done(null, body),
  );
  app.addContentTypeParser('*', (request, _payload, done) => {
    done(HttpError.mediaType(request.headers['content-type'], sdpContentType));
  });
}

/** The SDP of a request. @throws {HttpError} media-type, where there is no body at all */
export function sdpBody(request: FastifyRequest): string {
  if (typeof request.body !== 'string') {
    throw HttpError.mediaType(request.headers['content-type'], sdpContentType);
  }
  return request.body;
}
