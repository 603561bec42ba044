import { type ProblemCode, ProblemError, problems, type Refusal } from '@tallylight/contract';
import type { Logger } from 'pino';

/**
 * Does what a page asked for and tells it how that went. What comes over a socket is anybody's: `done` may be
 * anything.
 *
 * @param act gives what is told besides that it is done, if that is an object; throws or rejects where it is not
 */
export function acknowledge(done: unknown, log: Logger, act: () => unknown): void {
  const answer = (told: object): void => {
    if (typeof done === 'function') done(told);
  };
  const run = async (): Promise<void> => {
    try {
      const told = await act();
      answer({ ok: true, ...(typeof told === 'object' && told) });
    } catch (error) {
      answer(refusalOf(error, log));
    }
  };
  void run();
}

/** The problem as a page is told of it; what nobody foresaw goes to the log alone. */
export function refusalOf(error: unknown, log: Logger): Refusal {
  if (error instanceof ProblemError) {
    const { code, message, retryAfterMs } = error;
    return {
      ok: false,
      code,
      detail: message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
  const code: ProblemCode = 'internal';
  log.error({ err: error }, 'socket event failed');
  return { ok: false, code, detail: problems[code].title };
}
