import { limits, type ProblemCode, ProblemError, problems } from '@tallylight/contract';
import { type Problem, problemContentType } from '@tallylight/protocol';
import { SdpError, type SdpErrorReason } from '@tallylight/protocol/sdp';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from './http-error.ts';

const sdpCodes: Readonly<Record<SdpErrorReason, ProblemCode>> = {
  malformed: 'sdp_malformed',
  direction: 'offer_direction',
  simulcast: 'offer_simulcast',
  'no-media': 'offer_no_media',
  'no-codec': 'offer_no_codec',
  'no-fingerprint': 'offer_no_fingerprint',
  'no-ice': 'offer_no_ice',
  'not-bundled': 'offer_not_bundled',
  'rtcp-mux': 'offer_rtcp_mux',
  'too-many-tracks': 'offer_too_many_tracks',
  fragment: 'fragment_malformed',
};

/**
 * Answers with problem details (RFC 9457): the one place where an error becomes a response. An error that
 * nobody foresaw becomes a bare 500 with the request's id; its text goes to the log alone.
 */
export function replyProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = recognise(error, request);
  if (known === undefined) request.log.error({ err: error }, 'request failed');
  const code = known?.code ?? 'internal';
  const { status, title } = problems[code];
  const problem: Problem = {
    type: `urn:tallylight:problem:${code}`,
    title,
    status,
    ...(known !== undefined && { detail: known.detail }),
    code,
    requestId: request.id,
  };
  // Each 401 names the scheme (RFC 9110, section 15.5.2).
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="tallylight"');
  if (known?.retryAfterMs !== undefined) {
    reply.header('retry-after', String(Math.ceil(known.retryAfterMs / 1000)));
  }
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type(problemContentType)
    .send(JSON.stringify(problem));
}

type Recognised = { code: ProblemCode; detail: string; retryAfterMs?: number | undefined };

function recognise(error: FastifyError | Error, request: FastifyRequest): Recognised | undefined {
  if (error instanceof ProblemError) {
    return { code: error.code, detail: error.message, retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof SdpError) return { code: sdpCodes[error.reason], detail: error.message };
  const translated = translate(error, request);
  return translated && { code: translated.code, detail: translated.message };
}

/** What the framework itself refuses. */
function translate(error: FastifyError | Error, request: FastifyRequest): HttpError | undefined {
  switch ('code' in error ? error.code : undefined) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return HttpError.mediaType(request.headers['content-type'], 'another one');
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return HttpError.bodyTooLarge(
        Math.min(
          request.routeOptions.bodyLimit,
          request.method === 'PATCH' ? limits.fragmentBytes : limits.sdpBytes,
        ),
      );
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return HttpError.bodyInvalid('The body is not JSON.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return HttpError.bodyInvalid('The body is not as long as its Content-Length says.');
    case 'FST_ERR_BAD_URL':
      return HttpError.notFound(request.url);
    default:
      return undefined;
  }
}
