import { limits, routes } from '@tallylight/contract';
import { fragmentContentType } from '@tallylight/protocol/sdp';
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
  fragmentContentType,
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
  #leftAtMs = Number.NEGATIVE_INFINITY;
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
   * Posts one offer, patches the session if one was made, and ends it.
   *
   * @param number varies how it is sent: one of many has another type or is too long, or its session is left
   *   to the server, which holds a place for it as long as a publisher may take to connect
   */
  async run(offer: Buffer, fragment: Buffer, number: number): Promise<Outcome> {
    const other = otherTypes[Math.floor(number / 50) % otherTypes.length] ?? '';
    const body = number % 500 === 7 ? Buffer.concat([offer, padding]) : offer;
    const type = number % 50 === 49 ? other : sdp;
    const posted = await this.post(body, type);
    if (typeof posted === 'string') return { status: 0, fault: posted };
    const { status, headers } = posted;
    const fault = judge(posted, body.length > maxBytes(type) ? [413] : offerStatuses);
    if (status !== 201 || fault !== null) return { status, fault };
    const session = new URL(headers.location ?? '', this.#base).href;
    const patchFault = await this.#patch(session, fragment, ['*', headers.etag][number % 2]);
    if (patchFault !== null) return { status, fault: patchFault };
    if (number % 20 !== 5 || !this.#mayLeave()) return { status, fault: await this.end(session) };
    this.abandoned.push(session);
    this.#leftAtMs = performance.now();
    return { status, fault: null };
  }

  /** With two left at a time the channel would be full, and offers refused unread. */
  #mayLeave(): boolean {
    return performance.now() - this.#leftAtMs > limits.connectMs + 1_000;
  }

  /** Ends a session. @returns what is wrong with the answer */
  async end(session: string): Promise<string | null> {
    const reply = await answer({ method: 'DELETE', url: session });
    return typeof reply === 'string' ? reply : judge(reply, [200]);
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
      'content-type': fragmentContentType,
      'if-match': ifMatch ?? '*',
    };
    const reply = await answer({ method: 'PATCH', url, headers, body });
    if (typeof reply === 'string') return reply;
    this.patched.push(reply.status);
    return judge(reply, patchStatuses);
  }
}

const sdp = 'application/sdp';

/** With this any body is longer than what is read. */
const padding = Buffer.alloc(limits.sdpBytes + 1, '\n');

/** How much is read of a body; a type that says fragment has a fragment's measure, wherever it is sent. */
function maxBytes(type: string): number {
  return type === fragmentContentType ? limits.fragmentBytes : limits.sdpBytes;
}

/** @returns what is wrong with an answer */
function judge({ method, status, body }: Reply, statuses: readonly number[]): string | null {
  if (statuses.includes(status)) return null;
  return `${method} was answered with ${status}: ${body.slice(0, 300)}`;
}

/** An answer, or why there is none: of a server that is being fuzzed that is a finding and no accident. */
async function answer(request: Parameters<typeof send>[0]): Promise<Reply | string> {
  try {
    return await send(request);
  } catch (error) {
    return `${request.method} was not answered: ${error instanceof Error ? error.message : error}`;
  }
}
