import type { Link } from './link-header.ts';

/** A STUN or TURN server and what it wants to be told (RFC 9725, section 4.6). */
export type IceServer = {
  readonly url: string;
  readonly username?: string;
  readonly credential?: string;
};

const rel = 'ice-server';

/** The link that offers a server to a client. */
export function iceServerLink({ url, username, credential }: IceServer): Link {
  if (username === undefined || credential === undefined) return { url, rel, params: {} };
  return { url, rel, params: { username, credential, 'credential-type': 'password' } };
}

/** The servers that an answer offers; those with credentials of a kind that browsers don't take are left out. */
export function readIceServers(links: readonly Link[]): IceServer[] {
  return links.flatMap(({ url, rel: relation, params }) => {
    if (relation !== rel) return [];
    const { username, credential, 'credential-type': kind = 'password' } = params;
    if (kind !== 'password') return [];
    return username === undefined || credential === undefined
      ? [{ url }]
      : [{ url, username, credential }];
  });
}
