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
