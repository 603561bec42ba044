/**
 * The answer that `offer` would get from the peer that made `counterpart`, an offer too: the media
 * of the first turned around, over the transport of the second. It works because both sides of
 * this package number payload types and extensions alike.
 */
export function answerFor(offer: string, counterpart: string, setup: 'active' | 'passive'): string {
  const transport = linesOf(counterpart)
    .slice(linesOf(counterpart).findIndex((line) => line.startsWith('m=')))
    .filter((line) => /^a=(ice-ufrag|ice-pwd|fingerprint|candidate)/.test(line));
  const perSection = [...new Set(transport), `a=setup:${setup}`];
  return linesOf(offer)
    .filter((line) => !/^a=(ice-|fingerprint|candidate|setup|ssrc|msid)/.test(line))
    .map(turnAround)
    .flatMap((line) => (line.startsWith('a=mid:') ? [line, ...perSection] : [line]))
    .join('\r\n');
}

/** The same description with all its candidates on this port of loopback. */
export function withCandidatePort(sdp: string, port: number): string {
  return sdp.replace(/(a=candidate:\S+ \d+ udp \d+ )\S+ \d+/g, `$1127.0.0.1 ${port}`);
}

/** The port of the description's first candidate. */
export function candidatePort(sdp: string): number {
  return Number(/a=candidate:\S+ \d+ udp \d+ \S+ (\d+)/.exec(sdp)?.[1]);
}

function linesOf(sdp: string): string[] {
  return sdp.split('\r\n');
}

function turnAround(line: string): string {
  switch (line) {
    case 'a=sendonly':
      return 'a=recvonly';
    case 'a=recvonly':
      return 'a=sendonly';
    default:
      return line
        .replace(/^(a=rid:\S+) send/, '$1 recv')
        .replace('a=simulcast:send', 'a=simulcast:recv');
  }
}
