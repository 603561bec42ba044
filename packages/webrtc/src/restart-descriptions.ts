/** The protocols that media's way to a server may have. */
export type PathProtocol = 'udp' | 'tcp';

/**
 * What an ICE restart sends to the server (RFC 9725, section 4.3.3): the fragment of the new offer that has our new
 * credentials. It lists no candidates, and none are sent later: a server that is ICE-lite learns our addresses from
 * our checks.
 *
 * @returns null where the offer has no credentials
 */
export function restartFragment(offer: string): string | null {
  const [session = '', ...sections] = offer.split(/^(?=m=)/m);
  const group = /^a=group:BUNDLE \S.*$/m.exec(session)?.[0].trimEnd();
  // The first of the group carries the transport of all.
  const carrier = sections.find((section) => /^a=ice-ufrag:/m.test(section)) ?? '';
  const lines = [/^m=.*/, /^a=mid:.*/m, /^a=ice-ufrag:.*/m, /^a=ice-pwd:.*/m].map((line) =>
    line.exec(carrier)?.[0].trimEnd(),
  );
  if (lines.includes(undefined)) return null;
  return [...(group === undefined ? [] : [group]), ...lines, ''].join('\r\n');
}

/** A type's worth of priority (RFC 8445, section 5.1.2.1), and how often it can be added to a host's as servers rank theirs. */
const rank = { step: 2 ** 24, most: 24 };

/**
 * The answer as it was, with the server's new credentials and candidates from the fragment that answered a restart.
 *
 * The candidates are ranked above those of the restarts before. Chromium stays with a better-ranked pair for as long as
 * that might still work, which takes it 6 s to find out: a server forgets the old credentials as soon as the new are
 * used. It is for us to rank pairs, since a server that is ICE-lite never has the say (RFC 8445, section 6.1.1).
 *
 * @param restarts how many there were on this connection, this one included
 * @returns null where the fragment has no credentials
 */
export function withNewPath(answer: string, fragment: string, restarts: number): string | null {
  const ufrag = /^a=ice-ufrag:.*/m.exec(fragment)?.[0].trimEnd();
  const password = /^a=ice-pwd:.*/m.exec(fragment)?.[0].trimEnd();
  if (ufrag === undefined || password === undefined) return null;
  const candidates = [...fragment.matchAll(/^(a=candidate:\S+ \d+ \S+) (\d+) (.*)/gm)].map(
    ([, start, priority, rest = '']) =>
      `${start} ${Number(priority) + rank.step * Math.min(restarts, rank.most)} ${rest.trimEnd()}`,
  );
  return answer
    .replace(/^(o=\S+ \S+ )(\d+)/m, (_line, owner, version) => `${owner}${Number(version) + 1}`)
    .split(/^(?=m=)/m)
    .map((section) => {
      if (!/^a=ice-ufrag:/m.test(section)) return section;
      const renewed = section
        .replace(/^a=ice-ufrag:.*/m, ufrag)
        .replace(/^a=ice-pwd:.*/m, password);
      // A server that lists none still has those that it had.
      if (candidates.length === 0) return renewed;
      const rest = renewed.replace(/^a=(candidate:.*|end-of-candidates)(\r\n|\n|$)/gm, '');
      return `${rest}${[...candidates, 'a=end-of-candidates', ''].join('\r\n')}`;
    })
    .join('');
}

/** The ICE user name of a description. */
export function usernameFragment(sdp: string): string | null {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? null;
}

/** Over what an answer's candidates can be reached (RFC 8839, section 5.1). */
export function offeredPaths(answer: string): readonly PathProtocol[] {
  const named = [...answer.matchAll(/^a=candidate:\S+ \d+ (\S+) /gm)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  return (['udp', 'tcp'] as const).filter((protocol) => named.includes(protocol));
}
