import { fail } from './failure.ts';
import type { Reply } from './http.ts';
import type { Target } from './target.ts';

const fragmentType = 'application/trickle-ice-sdpfrag';

/** A session that a server made. */
export class Session {
  readonly url: string;
  readonly created: Reply;
  readonly #target: Target;
  readonly #offer: string;

  private constructor(target: Target, created: Reply, url: string, offer: string) {
    this.#target = target;
    this.created = created;
    this.url = url;
    this.#offer = offer;
  }

  /** @throws {Failure} it was not made, or has no URL */
  static from(target: Target, created: Reply, offer: string): Session {
    if (created.status !== 201) fail(`the offer was answered with ${created.status}, not 201`);
    const { location } = created.headers;
    if (location === undefined) return fail('the 201 has no Location');
    return new Session(target, created, new URL(location, created.url).href, offer);
  }

  get etag(): string | undefined {
    return this.created.headers.etag;
  }

  /** A fragment with the credentials of the offer, and these further lines. */
  fragment(lines: readonly string[] = []): string {
    const own = ['ice-ufrag', 'ice-pwd'].map((name) => {
      const value = new RegExp(`^a=${name}:(\\S+)`, 'm').exec(this.#offer)?.[1];
      return `a=${name}:${value}`;
    });
    return [...own, ...lines, ''].join('\r\n');
  }

  patch(body: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.#send('PATCH', { 'content-type': fragmentType, ...headers }, body);
  }

  /** Patches as a client does that knows the entity tag, if there is one. */
  trickle(body: string): Promise<Reply> {
    return this.patch(body, this.etag === undefined ? {} : { 'if-match': this.etag });
  }

  delete(headers: Record<string, string> = {}): Promise<Reply> {
    return this.#send('DELETE', headers);
  }

  get(method: 'GET' | 'HEAD' | 'OPTIONS'): Promise<Reply> {
    return this.#send(method, {});
  }

  #send(method: string, headers: Record<string, string>, body?: string): Promise<Reply> {
    const endpoint = this.created.url;
    return this.#target.send({
      method,
      url: this.url,
      headers: { ...this.#target.authorization(endpoint), ...headers },
      ...(body !== undefined && { body }),
    });
  }
}
