import { type Link, type Problem, readLinks, readProblem } from '@tallylight/protocol';
import type { SessionEnvironment } from './environment.ts';
import { type Refusal, SessionError } from './errors.ts';

export type SessionResourceOptions = {
  readonly environment: Pick<SessionEnvironment, 'fetch' | 'nowMs'>;
  /** The endpoint that sessions are asked of. */
  readonly url: string;
  readonly token?: string;
  /** What a 409 without a known code means. */
  readonly conflict: 'off-air' | 'busy';
};

/** How long the server may take to say why a session ended, in ms. */
const endingMs = 2_000;

/** The media type of what a PATCH carries (RFC 8840, section 10.1). */
const fragmentContentType = 'application/trickle-ice-sdpfrag';

/** The session on the server: made by a POST to the endpoint, ended by a DELETE of what that gave. */
export class SessionResource {
  readonly #options: SessionResourceOptions;
  #url: string | null = null;
  /** Stays when the session is over: the server remembers for a while why it ended. */
  #named: string | null = null;
  #links: readonly Link[] = [];
  #removal: Promise<void> | null = null;

  constructor(options: SessionResourceOptions) {
    this.#options = options;
  }

  /** The links of the 201, their URLs absolute: ICE servers and extensions. */
  get links(): readonly Link[] {
    return this.#links;
  }

  /**
   * Sends the offer and returns the answer (RFC 9725, section 4.2).
   *
   * @throws SessionError when the server can't be reached or refuses
   */
  async create(offer: string, signal: AbortSignal): Promise<string> {
    const { environment, url, conflict } = this.#options;
    let response: Response;
    let body: string;
    try {
      response = await environment.fetch(url, {
        method: 'POST',
        headers: { ...this.#authorization(), 'content-type': 'application/sdp' },
        body: offer,
        signal,
      });
      // Known before the body is read: whatever becomes of the rest, the session can be ended.
      const location = response.headers.get('location');
      if (response.status === 201 && location !== null)
        this.#url = this.#named = resolve(location, response, url);
      this.#links = readLinks(response.headers.get('link')).map((link) => ({
        ...link,
        url: resolve(link.url, response, url),
      }));
      body = await response.text();
    } catch (cause) {
      throw SessionError.unreachable(url, cause);
    }
    if (!response.ok)
      throw SessionError.refused(readRefusal(response, body, environment), conflict);
    if (this.#url === null)
      throw SessionError.answerUnusable('no session was named with 201 and Location');
    return body;
  }

  /**
   * Sends the client's new ICE credentials and returns the server's (RFC 9725, section 4.3.3).
   *
   * @throws SessionError when the server can't be reached, refuses, or knows no restart
   */
  async restart(fragment: string, signal: AbortSignal): Promise<string> {
    const { environment, conflict } = this.#options;
    const url = this.#url;
    if (url === null) throw SessionError.lost();
    let response: Response;
    let body: string;
    try {
      response = await environment.fetch(url, {
        method: 'PATCH',
        // It is not about one state of the session: whatever that is, it gets new credentials.
        headers: { ...this.#authorization(), 'content-type': fragmentContentType, 'if-match': '*' },
        body: fragment,
        signal,
      });
      body = await response.text();
    } catch (cause) {
      throw SessionError.unreachable(url, cause);
    }
    if (!response.ok)
      throw SessionError.refused(readRefusal(response, body, environment), conflict);
    // A 204 says that candidates were taken, and that nothing was restarted.
    if (response.status !== 200) throw SessionError.answerUnusable('it restarted nothing');
    return body;
  }

  /**
   * Ends the session on the server, even while the page goes away. Never rejects; may be repeated, and is
   * worth it after a time without network.
   */
  remove(): Promise<void> {
    this.#removal ??= this.#remove().finally(() => {
      this.#removal = null;
    });
    return this.#removal;
  }

  /** The server ended the session: there is nothing left to remove. */
  forget(): void {
    this.#url = null;
  }

  /** Why the server ended the session; null where it did not, can't be asked or no longer knows. Never rejects. */
  async readEnding(): Promise<Problem | null> {
    if (this.#named === null) return null;
    const { environment } = this.#options;
    try {
      const response = await environment.fetch(this.#named, {
        headers: this.#authorization(),
        cache: 'no-store',
        signal: AbortSignal.timeout(endingMs),
      });
      if (response.status !== 410) return null;
      return readRefusal(response, await response.text(), environment).problem;
    } catch {
      return null;
    }
  }

  async #remove(): Promise<void> {
    const url = this.#url;
    if (url === null) return;
    try {
      await this.#options.environment.fetch(url, {
        method: 'DELETE',
        headers: this.#authorization(),
        keepalive: true,
      });
      this.#url = null;
    } catch {
      // Not reached. In the end the server finds out by itself: consent runs out (RFC 7675).
    }
  }

  #authorization(): Record<string, string> {
    const { token } = this.#options;
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }
}

/** Location may be relative to the URL that answered (RFC 9110, section 10.2.2), itself relative to the page. */
function resolve(location: string, response: Response, requested: string): string {
  const base = response.url || requested;
  return URL.canParse(location, base) ? new URL(location, base).href : location;
}

function readRefusal(
  response: Response,
  body: string,
  environment: Pick<SessionEnvironment, 'nowMs'>,
): Refusal {
  let members: unknown;
  try {
    members = JSON.parse(body);
  } catch {
    members = null;
  }
  return {
    problem: readProblem(members, response.status),
    retryAfterMs: readRetryAfter(response.headers.get('retry-after'), environment.nowMs()),
  };
}

/** Seconds or a date (RFC 9110, section 10.2.3), as ms from now; null for anything else. */
function readRetryAfter(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
