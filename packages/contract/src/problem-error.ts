import type { ProblemCode } from './problems.ts';

/**
 * An error that a client is told of: the base of each area's reasoned errors. The message becomes the
 * problem's `detail`, so it says what was wrong, with which value, and what to do.
 */
export abstract class ProblemError extends Error {
  readonly code: ProblemCode;
  /** When the same request may be worth another try, in ms; undefined where time doesn't help. */
  readonly retryAfterMs: number | undefined;

  protected constructor(
    code: ProblemCode,
    message: string,
    options?: ErrorOptions & { readonly retryAfterMs?: number },
  ) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options?.retryAfterMs;
  }
}
