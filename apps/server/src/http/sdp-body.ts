import { limits } from '@tallylight/contract';
import { fragmentContentType } from '@tallylight/protocol/sdp';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError } from './http-error.ts';

export const sdpContentType = 'application/sdp';

/** A body, and the type that it came as. */
type Typed = { readonly type: string; readonly text: string };

/** Makes the routes of this context take SDP and SDP fragments. */
export function acceptSdp(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  for (const [type, bodyLimit] of [
    [sdpContentType, limits.sdpBytes],
    [fragmentContentType, limits.fragmentBytes],
  ] as const) {
    app.addContentTypeParser(type, { parseAs: 'string', bodyLimit }, (_request, body, done) =>
      done(null, { type, text: String(body) } satisfies Typed),
    );
  }
  app.addContentTypeParser('*', (request, _payload, done) => {
    done(HttpError.mediaType(request.headers['content-type'], acceptedBy(request.method)));
  });
}

/** The text of a request. @throws {HttpError} media-type, also where there is no body at all */
export function sdpBody(request: FastifyRequest, wanted: string): string {
  const body = request.body as Typed | null | undefined;
  if (body?.type !== wanted) {
    throw HttpError.mediaType(request.headers['content-type'], wanted);
  }
  return body.text;
}

function acceptedBy(method: string): string {
  return method === 'PATCH' ? fragmentContentType : sdpContentType;
}
