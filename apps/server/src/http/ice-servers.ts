import { createHmac, randomBytes } from 'node:crypto';
import type { IceServer } from '@tallylight/protocol';

export type IceServerOptions = {
  /** `stun:`, `turn:` and `turns:` URLs (RFC 7064, RFC 7065). */
  readonly urls: readonly string[];
  /** The secret shared with the TURN server. */
  readonly secret: string | undefined;
  /** How long a credential is good for, in seconds. */
  readonly ttlSeconds: number;
};

/**
 * The ICE servers for one client, with credentials that end by themselves: what coturn calls `use-auth-secret`
 * (draft-uberti-behave-turn-rest). Nobody has to tell the TURN server of them.
 */
export function iceServersFor(
  { urls, secret, ttlSeconds }: IceServerOptions,
  nowMs: number,
  name = randomBytes(6).toString('hex'),
): IceServer[] {
  return urls.map((url) => {
    if (secret === undefined || url.startsWith('stun')) return { url };
    const username = `${Math.floor(nowMs / 1000) + ttlSeconds}:${name}`;
    return {
      url,
      username,
      credential: createHmac('sha1', secret).update(username).digest('base64'),
    };
  });
}
