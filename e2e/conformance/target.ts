import { type Reply, type Request, send } from './http.ts';
import { Session } from './session.ts';

export type TargetOptions = {
  /** The WHIP endpoint. */
  readonly whip: string;
  /** The WHEP endpoint of the same stream. */
  readonly whep: string;
  /** The bearer token that may publish. */
  readonly token: string;
};

/** The server under test, and every answer that it gave. */
export class Target {
  readonly whip: string;
  readonly whep: string;
  readonly token: string;
  readonly replies: Reply[] = [];

  constructor({ whip, whep, token }: TargetOptions) {
    this.whip = whip;
    this.whep = whep;
    this.token = token;
  }

  async send(request: Request): Promise<Reply> {
    const reply = await send(request);
    this.replies.push(reply);
    return reply;
  }

  /** POSTs an offer to an endpoint, with the token where it publishes. */
  post(endpoint: string, offer: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send({
      method: 'POST',
      url: endpoint,
      body: offer,
      headers: { 'content-type': 'application/sdp', ...this.authorization(endpoint), ...headers },
    });
  }

  authorization(endpoint: string): Record<string, string> {
    return endpoint === this.whip ? { authorization: `Bearer ${this.token}` } : {};
  }

  /**
   * Makes a session, lends it, and ends it.
   *
   * @throws {Failure} the offer is not accepted
   */
  async withSession<Result>(
    endpoint: string,
    offer: string,
    use: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    const session = Session.from(this, await this.post(endpoint, offer), offer);
    try {
      return await use(session);
    } finally {
      await session.delete();
    }
  }
}
