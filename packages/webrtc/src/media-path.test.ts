import { expect, test } from 'vitest';
import { readMediaPath, readPathProtocol } from './media-path.ts';
import type { StatsEntry } from './stats-entry.ts';

function report(local: Record<string, unknown>): StatsEntry[] {
  const timestamp = 0;
  return [
    { id: 't', type: 'transport', timestamp, selectedCandidatePairId: 'p' },
    { id: 'other', type: 'candidate-pair', timestamp, localCandidateId: 'x', nominated: true },
    { id: 'p', type: 'candidate-pair', timestamp, localCandidateId: 'l' },
    { id: 'x', type: 'local-candidate', timestamp, protocol: 'udp', candidateType: 'host' },
    { id: 'l', type: 'local-candidate', timestamp, ...local },
  ];
}

test.each([
  [{ protocol: 'udp', candidateType: 'prflx' }, 'udp', 'udp'],
  [{ protocol: 'tcp', candidateType: 'host' }, 'tcp', 'tcp'],
  [{ protocol: 'udp', candidateType: 'relay', relayProtocol: 'tls' }, 'relay', 'udp'],
  [{ candidateType: 'host' }, null, null],
])('%j is %s', (local, path, protocol) => {
  expect(readMediaPath(report(local))).toBe(path);
  expect(readPathProtocol(report(local))).toBe(protocol);
});

test('before there is a way there is no path', () => {
  expect(readMediaPath([])).toBeNull();
});
