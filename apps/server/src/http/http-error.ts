import { ProblemError } from '@tallylight/contract';

/** What is wrong with a request as such, whatever it was for. */
export class HttpError extends ProblemError {
  override readonly name = 'HttpError';

  static mediaType(given: string | undefined, wanted: string): HttpError {
    const found =
      given === undefined ? 'The request has no Content-Type' : `The Content-Type is "${given}"`;
    return new HttpError('media_type', `${found}; this endpoint takes ${wanted}.`);
  }

  static bodyTooLarge(limitBytes: number): HttpError {
    return new HttpError('body_too_large', `The body is larger than ${limitBytes} bytes.`);
  }

  static bodyInvalid(what: string): HttpError {
    return new HttpError('body_invalid', what);
  }

  static sessionUnknown(): HttpError {
    return new HttpError(
      'session_unknown',
      'There is no such session: it has ended, or never was.',
    );
  }

  static preconditionRequired(): HttpError {
    return new HttpError(
      'precondition_required',
      'The request has no If-Match. Send the ETag of the session, or "*" to restart ICE.',
    );
  }

  static preconditionFailed(ifMatch: string, etag: string): HttpError {
    return new HttpError(
      'precondition_failed',
      `If-Match is ${ifMatch}; the session's ETag is ${etag}. ICE was restarted since.`,
    );
  }

  static restartNeedsAny(ifMatch: string): HttpError {
    return new HttpError(
      'precondition_failed',
      `The fragment has new ICE credentials, which is a restart: that needs "If-Match: *", not ${ifMatch}.`,
    );
  }

  static restartNeedsPassword(): HttpError {
    return new HttpError(
      'fragment_malformed',
      'The fragment has a new a=ice-ufrag, but no a=ice-pwd.',
    );
  }

  static tooManyRequests(retryAfterMs: number): HttpError {
    return new HttpError(
      'too_many_requests',
      `There are too many requests from this address. Ask again in ${Math.ceil(retryAfterMs / 1000)} s.`,
      { retryAfterMs },
    );
  }

  static methodNotAllowed(method: string, allowed: string): HttpError {
    return new HttpError(
      'method_not_allowed',
      `${method} means nothing here; allowed: ${allowed}.`,
    );
  }

  static notFound(path: string): HttpError {
    return new HttpError('not_found', `There is nothing at ${path}.`);
  }
}
