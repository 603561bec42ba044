/**
 * Every problem the server tells a client of, in one table: the stable code, the HTTP status it travels
 * with and its title. `retryable` says whether the same request may succeed later without a change.
 */
export const problems = {
  sdp_malformed: { status: 400, title: 'The body is not SDP', retryable: false },
  offer_direction: { status: 422, title: 'The offer flows the wrong way', retryable: false },
  offer_no_codec: { status: 422, title: 'No codec in common', retryable: false },
  offer_no_media: { status: 422, title: 'The offer has neither audio nor video', retryable: false },
  offer_no_fingerprint: {
    status: 400,
    title: 'The offer has no DTLS fingerprint',
    retryable: false,
  },
  offer_no_ice: { status: 400, title: 'The offer has no ICE credentials', retryable: false },
  offer_not_bundled: { status: 422, title: 'The offer is not bundled', retryable: false },
  offer_too_many_tracks: {
    status: 422,
    title: 'The offer has more tracks than a broadcast takes',
    retryable: false,
  },
  offer_simulcast: {
    status: 422,
    title: 'The simulcast of the offer is not usable',
    retryable: false,
  },
  offer_rtcp_mux: { status: 422, title: 'The offer does not multiplex RTCP', retryable: false },
  media_type: {
    status: 415,
    title: 'The content type is not what this endpoint takes',
    retryable: false,
  },
  body_too_large: { status: 413, title: 'The body is too large', retryable: false },
  body_invalid: { status: 400, title: 'The body is not valid', retryable: false },
  key_missing: { status: 401, title: 'A stream key is needed', retryable: false },
  key_wrong: {
    status: 401,
    title: 'The stream key is not the one of this channel',
    retryable: false,
  },
  channel_unknown: { status: 404, title: 'There is no such channel', retryable: false },
  already_live: { status: 409, title: 'Somebody is already live on this channel', retryable: true },
  replaced: { status: 410, title: 'Another publisher took over', retryable: false },
  bitrate_exceeded: { status: 410, title: 'The bitrate was above the limit', retryable: false },
  session_ended: { status: 410, title: 'The session has ended', retryable: false },
  channel_off_air: { status: 409, title: 'The channel is not on air', retryable: true },
  fragment_malformed: { status: 400, title: 'The body is not an SDP fragment', retryable: false },
  precondition_required: { status: 428, title: 'If-Match is needed', retryable: false },
  precondition_failed: {
    status: 412,
    title: 'The session is not in the state that If-Match names',
    retryable: false,
  },
  layer_unknown: { status: 422, title: 'There is no such layer', retryable: false },
  too_many_pending: {
    status: 429,
    title: 'Too many sessions are still connecting',
    retryable: true,
  },
  too_many_requests: { status: 429, title: 'Too many requests', retryable: true },
  at_capacity: { status: 503, title: 'The server is full', retryable: true },
  session_unknown: { status: 404, title: 'There is no such session', retryable: false },
  method_not_allowed: { status: 405, title: 'The method is not allowed here', retryable: false },
  not_found: { status: 404, title: 'There is nothing here', retryable: false },
  media_unavailable: { status: 503, title: 'The media server is starting anew', retryable: true },
  packager_down: { status: 503, title: 'The packager is starting anew', retryable: true },
  download_failed: { status: 503, title: 'The file can not be made now', retryable: true },
  media_overdue: { status: 503, title: 'No new media has come for a while', retryable: true },
  query_invalid: { status: 400, title: 'The query is not valid', retryable: false },
  format_unsupported: { status: 501, title: 'There is no such format here', retryable: false },
  playlist_request: { status: 400, title: 'The playlist can not be had so', retryable: false },
  range_unsatisfiable: {
    status: 416,
    title: 'The range lies behind the end',
    retryable: false,
  },
  chat_not_joined: { status: 409, title: 'The page has not joined a chat', retryable: false },
  chat_too_fast: { status: 429, title: 'Too many messages in a short time', retryable: true },
  chat_name_taken: { status: 409, title: 'The name is taken', retryable: false },
  chat_name_invalid: { status: 422, title: 'The name can not be used', retryable: false },
  chat_message_unknown: { status: 404, title: 'There is no such message', retryable: false },
  chat_not_allowed: { status: 403, title: 'Only others may do this', retryable: false },
  storage_unavailable: { status: 503, title: 'Nothing can be kept just now', retryable: true },
  internal: { status: 500, title: 'Something went wrong in the server', retryable: true },
} as const satisfies Record<string, ProblemEntry>;

type ProblemEntry = {
  readonly status: number;
  readonly title: string;
  readonly retryable: boolean;
};

/** A stable code that a client may branch on. */
export type ProblemCode = keyof typeof problems;

/** True when `code` is one of the table's. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}
