import type { Fragment } from '@tallylight/protocol/sdp';
import { HttpError } from './http-error.ts';

/** What a PATCH of a session asks for, and what it is judged by. */
export type PatchRequest = {
  /** The `If-Match` header. */
  readonly ifMatch: string | undefined;
  readonly fragment: Fragment;
  /** The session's entity tag now. */
  readonly etag: string;
  /** The client's ICE credentials as the session has them. */
  readonly remote: { readonly usernameFragment: string; readonly password: string };
};

/**
 * Whether a PATCH brings candidates or restarts ICE (RFC 9725, sections 4.3.1 to 4.3.3). It is the credentials
 * that tell: clients send `If-Match: *` with plain candidates too.
 *
 * @throws {HttpError} precondition-required, precondition-failed
 */
export function judgePatch({
  ifMatch,
  fragment,
  etag,
  remote,
}: PatchRequest): 'trickle' | 'restart' {
  if (ifMatch === undefined) throw HttpError.preconditionRequired();
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  const any = tags.includes('*');
  // A weak tag never matches here (RFC 9110, section 13.1.1).
  if (!any && !tags.includes(etag)) throw HttpError.preconditionFailed(ifMatch, etag);
  const { ice } = fragment;
  const isNew =
    ice !== null &&
    (ice.usernameFragment !== remote.usernameFragment ||
      (ice.password !== null && ice.password !== remote.password));
  if (!isNew) return 'trickle';
  if (!any) throw HttpError.restartNeedsAny(ifMatch);
  if (ice.password === null) throw HttpError.restartNeedsPassword();
  return 'restart';
}
