import { limits, routes } from '@tallylight/contract';
import { type Reply, send } from '../conformance/http.ts';

/** What a publisher may be answered: taken, or refused by name. */
const offerStatuses = [201, 400, 409, 415, 422, 429];

/** What a PATCH of a session may be answered: as sent, or with our candidates, or refused by name. */
const patchStatuses = [200, 204, 400, 404, 409, 410, 412, 415, 422, 428];

/** Types that stand in for `application/sdp` now and then. */
const otherTypes = [
  'application/json',
  'text/plain',
  'application/SDP',
  'application/sdp; charset=utf-8',
  'application/trickle-ice-sdpfrag',
  'multipart/form-data',
  'sdp',
  '*/*',
  '',
];

/** What became of one offer: its status, and what is wrong with the answer. */
export type Outcome = { readonly status: number; readonly fault: string | null };

/** One publisher after another on a channel of its own: each offers, patches and goes. */
export class Lane {
  readonly #base: string;
  readonly #channel: string;
  readonly #key: string;
  /** Sessions that were left to the server's own time limit. */
  readonly abandoned: string[] = [];
  /** Statuses of all answers to PATCH. */
  readonly patched: number[] = [];

  constructor(base: string, { channel, key }: { channel: string; key: string }) {
    this.#base = base;
    this.#channel = channel;
    this.#key = key;
  }

  /**
   * Posts one offer.
   *
   * @param fragment what to PATCH the session with, if there is one
   * @param number varies how it is sent: the content type, and whether the session is ended or left
   */
  async run(offer: Buffer, fragment: Buffer, number: number): Promise<Outcome> {
    const type =
      number % 50 === 49 ? (otherTypes[((number / 50) % otherTypes.length) | 0] ?? '') : sdp;
    const posted = await this.post(offer, type);
    if (typeof posted === 'string') return { status: 0, fault: posted };
    const fault = this.#judge(posted, offerStatuses, offer.length > limits.sdpBytes);
    if (posted.status !== 201 || fault !== null) return { status: posted.status, fault };
    const session = new URL(posted.headers.location ?? '', this.#base).href;
    const patchFault = await this.#patch(session, fragment, ['*', posted.headers.etag][number % 2]);
    if (patchFault !== null) return { status: posted.status, fault: patchFault };
    // One of many is left to the server, which holds its place for as long as a publisher may take to connect.
    if (number % 500 === 499) this.abandoned.push(session);
    else {
      const fault = await this.end(session);
      return { status: posted.status, fault };
    }
    return { status: posted.status, fault: null };
  }

  /** Ends a session. @returns what is wrong with the answer */
  async end(session: string): Promise<string | null> {
    const reply = await answer({ method: 'DELETE', url: session });
    return typeof reply === 'string' ? reply : this.#judge(reply, [200], false);
  }

  /** @returns the answer, or why there is none */
  post(offer: Buffer | string, type = sdp): Promise<Reply | string> {
    return answer({
      method: 'POST',
      url: `${this.#base}${routes.whip(this.#channel)}`,
      body: offer,
      headers: { authorization: `Bearer ${this.#key}`, 'content-type': type },
    });
  }

  async #patch(url: string, body: Buffer, ifMatch: string | undefined): Promise<string | null> {
    const headers = {
      'content-type': 'application/trickle-ice-sdpfrag',
      'if-match': ifMatch ?? '*',
    };
    const reply = await answer({ method: 'PATCH', url, headers, body });
    if (typeof reply === 'string') return reply;
    this.patched.push(reply.status);
    return this.#judge(reply, patchStatuses, body.length > limits.fragmentBytes);
  }

  #judge(reply: Reply, statuses: readonly number[], tooLarge: boolean): string | null {
    if (statuses.includes(reply.status) || (tooLarge && reply.status === 413)) return null;
    return `${reply.method} was answered with ${reply.status}: ${reply.body.slice(0, 300)}`;
  }
}

const sdp = 'application/sdp';

/** An answer, or why there is none: of a server that is being fuzzed that is a finding and no accident. */
async function answer(request: Parameters<typeof send>[0]): Promise<Reply | string> {
  try {
    return await send(request);
  } catch (error) {
    return `${request.method} was not answered: ${error instanceof Error ? error.message : error}`;
  }
}
