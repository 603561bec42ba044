/** Why a synthetic publisher or viewer could not go on. */
export type SyntheticErrorReason =
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'answer'
  | 'transport'
  | 'ended'
  | 'clip'
  | 'usage';

/**
 * The one error this package throws on purpose. `message` says what was wrong, with what value, and
 * where it helps, what to do; `reason` is for code. A refusal by the server also carries the HTTP
 * `status` and the server's own problem `code` (RFC 9457) where it sent one.
 */
export class SyntheticError extends Error {
  override readonly name = 'SyntheticError';
  readonly reason: SyntheticErrorReason;
  readonly status: number | undefined;
  readonly code: string | undefined;

  private constructor(
    reason: SyntheticErrorReason,
    message: string,
    extra: { cause?: unknown; status?: number; code?: string | undefined } = {},
  ) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.reason = reason;
    this.status = extra.status;
    this.code = extra.code;
  }

  /** The server answered, and said no. */
  static refused(refusal: {
    method: string;
    url: string;
    status: number;
    title: string;
    detail?: string | undefined;
    code?: string | undefined;
  }): SyntheticError {
    const detail = refusal.detail === undefined ? '' : `: ${refusal.detail}`;
    const code = refusal.code === undefined ? '' : ` [${refusal.code}]`;
    return new SyntheticError(
      'refused',
      `${refusal.method} ${refusal.url} was refused with ${refusal.status} ${refusal.title}${detail}${code}`,
      { status: refusal.status, code: refusal.code },
    );
  }

  /** No HTTP answer came at all. */
  static unreachable(url: string, cause: unknown): SyntheticError {
    const inner = cause instanceof Error ? (cause.cause ?? cause) : cause;
    const why = inner instanceof Error ? inner.message : String(inner);
    return new SyntheticError('unreachable', `${url} can't be reached: ${why}`, { cause });
  }

  /** Something did not come within its time. */
  static timeout(what: string, timeoutMs: number): SyntheticError {
    return new SyntheticError('timeout', `${what} did not come within ${timeoutMs} ms`);
  }

  /** The SDP answer can't be used. */
  static answer(what: string): SyntheticError {
    return new SyntheticError('answer', `The SDP answer can't be used: ${what}`);
  }

  /** ICE, DTLS or SRTP failed. */
  static transport(what: string, cause?: unknown): SyntheticError {
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    return new SyntheticError('transport', `${what}${why}`, { cause });
  }

  /** The session is over, so what was awaited will never come. */
  static ended(what: string): SyntheticError {
    return new SyntheticError('ended', what);
  }

  /** The clip could not be made or read. */
  static clip(what: string, cause?: unknown): SyntheticError {
    return new SyntheticError('clip', what, { cause });
  }

  /** The command line asks for something that isn't there. */
  static usage(what: string): SyntheticError {
    return new SyntheticError('usage', what);
  }
}
