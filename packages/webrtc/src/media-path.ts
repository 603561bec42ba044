import type { PathProtocol } from './restart-descriptions.ts';
import { findSelectedPair, readText, type StatsEntry } from './stats-entry.ts';

/** What media comes over: straight from the server, or by a TURN server that the browser uses (RFC 8656). */
export type MediaPath = PathProtocol | 'relay';

/** Null before there is a way, and where the browser doesn't tell. */
export function readMediaPath(entries: readonly StatsEntry[]): MediaPath | null {
  const local = localCandidate(entries);
  return readText(local, 'candidateType') === 'relay' ? 'relay' : readPathProtocol(entries);
}

/** The protocol of the packets, whoever relays them. */
export function readPathProtocol(entries: readonly StatsEntry[]): PathProtocol | null {
  const protocol = readText(localCandidate(entries), 'protocol')?.toLowerCase();
  return protocol === 'udp' || protocol === 'tcp' ? protocol : null;
}

function localCandidate(entries: readonly StatsEntry[]): StatsEntry | undefined {
  const id = readText(findSelectedPair(entries), 'localCandidateId');
  return entries.find((entry) => entry.type === 'local-candidate' && entry.id === id);
}
