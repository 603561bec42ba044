import { isProblemCode, type ProblemCode, problems } from '@tallylight/contract';

/**
 * What went wrong with a request: a code of the server's table, or `unreachable` when no answer came and
 * `unreadable` when the answer was not what the contract says.
 */
export type ApiErrorCode = ProblemCode | 'unreachable' | 'unreadable';

type ApiErrorFacts = {
  readonly code: ApiErrorCode;
  readonly status: number | null;
  readonly retryable: boolean;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
};

/** The failure of one request to the server's API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** True when the same request may succeed later without a change. */
  readonly retryable: boolean;
  /** What to quote when asking the server's owner; null when the server gave none. */
  readonly requestId: string | null;

  private constructor(message: string, facts: ApiErrorFacts) {
    super(message, { cause: facts.cause });
    this.code = facts.code;
    this.status = facts.status;
    this.retryable = facts.retryable;
    this.requestId = facts.requestId ?? null;
  }

  /** The server answered with problem details (RFC 9457); members of the wrong type count as absent. */
  static refused(status: number, body: unknown): ApiError {
    const members =
      typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const text = (name: string): string | undefined =>
      typeof members[name] === 'string' ? members[name] : undefined;
    const code = text('code');
    if (code === undefined || !isProblemCode(code)) return ApiError.unreadable(status);
    return new ApiError(text('detail') ?? text('title') ?? problems[code].title, {
      code,
      status,
      retryable: problems[code].retryable,
      requestId: text('requestId'),
    });
  }

  static unreachable(cause: unknown): ApiError {
    return new ApiError('The server did not answer', {
      code: 'unreachable',
      status: null,
      retryable: true,
      cause,
    });
  }

  /** A proxy's error page, say, or a server of another version. */
  static unreadable(status: number, cause?: unknown): ApiError {
    return new ApiError(`The server's answer could not be read (HTTP status ${status})`, {
      code: 'unreadable',
      status,
      retryable: status >= 500,
      cause,
    });
  }
}
