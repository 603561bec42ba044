import { setTimeout as delay } from 'node:timers/promises';
import { SyntheticError } from '../errors.ts';

/** The part of `fetch` that is used, so that a test can bring its own. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** How an offer is posted. */
export type SignallingOptions = {
  /** The WHIP or WHEP endpoint. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** For all tries together, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number | undefined;
  /** Gives up at once when aborted. */
  readonly signal?: AbortSignal | undefined;
};

/** First and longest pause between tries where the server names none, in milliseconds. */
const firstPauseMs = 500;
const longestPauseMs = 5000;

/** A session that a WHIP or WHEP endpoint has made (RFC 9725 section 4.2). */
export class SignallingSession {
  readonly answer: string;
  /** The session's own URL; DELETE ends it. */
  readonly location: string;
  /** From the request that succeeded to its whole answer, in milliseconds. */
  readonly postToAnswerMs: number;
  /** When that request was sent, by `performance.now()`. */
  readonly postedAtMs: number;
  readonly #options: SignallingOptions;

  private constructor(
    options: SignallingOptions,
    reply: { answer: string; location: string; postedAtMs: number },
  ) {
    this.#options = options;
    this.answer = reply.answer;
    this.location = reply.location;
    this.postedAtMs = reply.postedAtMs;
    this.postToAnswerMs = performance.now() - reply.postedAtMs;
  }

  /**
   * Posts an offer. An endpoint that refuses with one of `retriedStatuses` is tried again after its
   * `Retry-After`, until the time is up.
   *
   * @throws SyntheticError with reason `refused`, `unreachable`, `timeout`, `ended` or `answer`.
   */
  static async post(
    offer: string,
    options: SignallingOptions,
    retriedStatuses: readonly number[] = [503],
  ): Promise<SignallingSession> {
    const timeoutMs = options.timeoutMs ?? 10_000;
    const deadline = performance.now() + timeoutMs;
    const signals = [AbortSignal.timeout(timeoutMs), options.signal];
    const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const postedAtMs = performance.now();
      const response = await send('POST', options.url, options, { body: offer, signal });
      if (response.status === 201)
        return await SignallingSession.#open(response, options, postedAtMs);

      const refusal = await readRefusal('POST', options.url, response);
      const waitMs = retryAfterMs(response) ?? pauseMs;
      const mayRetry = retriedStatuses.includes(response.status);
      if (!mayRetry || performance.now() + waitMs > deadline) throw refusal;
      await delay(waitMs, undefined, { signal }).catch(() => {
        throw refusal;
      });
    }
  }

  static async #open(
    response: Response,
    options: SignallingOptions,
    postedAtMs: number,
  ): Promise<SignallingSession> {
    const location = response.headers.get('location');
    if (location === null) throw SyntheticError.answer('the 201 has no Location');
    return new SignallingSession(options, {
      answer: await response.text(),
      location: new URL(location, response.url || options.url).href,
      postedAtMs,
    });
  }

  /**
   * Ends the session. One that the server has ended already (404, 410) is ended all the same.
   *
   * @throws SyntheticError with reason `refused` or `unreachable`.
   */
  async delete(): Promise<void> {
    const signal = AbortSignal.timeout(5000);
    const response = await send('DELETE', this.location, this.#options, { signal });
    if (!response.ok && response.status !== 404 && response.status !== 410) {
      throw await readRefusal('DELETE', this.location, response);
    }
    await response.arrayBuffer();
  }
}

async function send(
  method: string,
  url: string,
  options: SignallingOptions,
  request: { body?: string; signal: AbortSignal },
): Promise<Response> {
  const headers: Record<string, string> = {};
  if (request.body !== undefined) headers['content-type'] = 'application/sdp';
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  try {
    return await (options.fetch ?? fetch)(url, { method, headers, ...request });
  } catch (cause) {
    if (options.signal?.aborted) throw SyntheticError.ended('Interrupted before an answer came');
    if (cause instanceof Error && cause.name === 'TimeoutError') {
      throw SyntheticError.timeout(`The answer to ${method} ${url}`, options.timeoutMs ?? 10_000);
    }
    throw SyntheticError.unreachable(url, cause);
  }
}

/** Turns a refusal into an error, with the server's problem details (RFC 9457) where it sent them. */
async function readRefusal(
  method: string,
  url: string,
  response: Response,
): Promise<SyntheticError> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  const fallback = { method, url, status, title: response.statusText };
  if (!response.headers.get('content-type')?.includes('json'))
    return SyntheticError.refused(fallback);
  try {
    const problem = JSON.parse(text) as Record<string, unknown>;
    const field = (name: string): string | undefined =>
      typeof problem[name] === 'string' ? problem[name] : undefined;
    return SyntheticError.refused({
      ...fallback,
      title: field('title') ?? fallback.title,
      detail: field('detail'),
      code: field('code'),
    });
  } catch {
    return SyntheticError.refused(fallback);
  }
}

/** `Retry-After` in milliseconds, of either form (RFC 9110 section 10.2.3). */
function retryAfterMs(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
