import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { nameColours } from '@tallylight/contract';

/** Somebody who came to the chat: what a token proves. */
export type Passport = {
  /** Everybody may know it. */
  readonly id: string;
  /** Shown to its holder alone: who has it is this person. */
  readonly token: string;
};

const idPattern = /^[A-Za-z0-9_-]{12}$/;

/**
 * Signed tokens that keep somebody the same person on one browser without an account: `ID.MAC`, the MAC being
 * HMAC-SHA-256 (RFC 2104) of the id.
 */
export class Passports {
  readonly #secret: Uint8Array;

  /** @param secret of this server; with another one everybody is somebody new */
  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** The person of a token; somebody new where it is none of ours. */
  read(token: string | undefined): Passport {
    const [id = '', mac = ''] = (token ?? '').split('.');
    const given = Buffer.from(mac, 'base64url');
    const wanted = this.#mac(id);
    const isOurs =
      idPattern.test(id) && given.length === wanted.length && timingSafeEqual(given, wanted);
    return this.#issue(isOurs ? id : randomBytes(9).toString('base64url'));
  }

  #issue(id: string): Passport {
    return { id, token: `${id}.${this.#mac(id).toString('base64url')}` };
  }

  #mac(id: string): Buffer {
    return createHmac('sha256', this.#secret).update(`person:${id}`).digest();
  }
}

/** What somebody is called who never said how, the `attempt`-th choice of it: the same each time. */
export function guestOf(
  id: string,
  attempt = 0,
): { readonly name: string; readonly colour: number } {
  const digest = createHash('sha256').update(`${attempt}:${id}`).digest();
  const number = 1_000 + (digest.readUInt32BE(0) % 9_000);
  return { name: `Guest ${number}`, colour: digest.readUInt32BE(4) % nameColours };
}
