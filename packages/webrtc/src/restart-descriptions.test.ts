import { readFragment, writeFragment } from '@tallylight/protocol/sdp';
import { expect, test } from 'vitest';
import {
  offeredPaths,
  restartFragment,
  usernameFragment,
  withNewPath,
} from './restart-descriptions.ts';

const lines = (...parts: readonly string[]): string => [...parts, ''].join('\r\n');

const offer = lines(
  'v=0',
  'o=- 1 3 IN IP4 127.0.0.1',
  'a=group:BUNDLE 1',
  'm=audio 0 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'm=video 9 UDP/TLS/RTP/SAVPF 108',
  'a=candidate:1 1 udp 1 192.0.2.9 5000 typ host',
  'a=ice-ufrag:mine',
  'a=ice-pwd:my password of 22 chars',
  'a=mid:1',
);

const answer = lines(
  'v=0',
  'o=- 77 8 IN IP4 127.0.0.1',
  'a=ice-lite',
  'm=audio 0 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'm=video 9 UDP/TLS/RTP/SAVPF 108',
  'a=ice-ufrag:old',
  'a=ice-pwd:old password',
  'a=candidate:udp 1 udp 1076302079 198.51.100.1 5000 typ host',
  'a=candidate:tcp 1 tcp 1076276479 198.51.100.1 5000 typ host tcptype passive',
  'a=end-of-candidates',
  'a=setup:passive',
);

const fresh = writeFragment({
  ice: { usernameFragment: 'fresh', password: 'fresh password' },
  candidates: [
    { foundation: 'u', priority: 9, address: '203.0.113.5', protocol: 'udp', port: 6000 },
  ],
  mid: '1',
});

test('our new credentials go out under the section that carries the transport, as the server reads them', () => {
  const fragment = restartFragment(offer) ?? '';
  expect(fragment).toBe(
    lines(
      'a=group:BUNDLE 1',
      'm=video 9 UDP/TLS/RTP/SAVPF 108',
      'a=mid:1',
      'a=ice-ufrag:mine',
      'a=ice-pwd:my password of 22 chars',
    ),
  );
  expect(readFragment(fragment)).toMatchObject({
    ice: { usernameFragment: 'mine', password: 'my password of 22 chars' },
    sections: [{ mid: '1', candidates: [] }],
  });
  expect(usernameFragment(offer)).toBe('mine');
});

test('an offer without credentials restarts nothing', () => {
  expect(restartFragment('v=0\r\n')).toBeNull();
});

test("the server's new credentials and candidates take the place of the old, and nothing else changes", () => {
  expect(withNewPath(answer, fresh, 1)).toBe(
    lines(
      'v=0',
      'o=- 77 9 IN IP4 127.0.0.1',
      'a=ice-lite',
      'm=audio 0 UDP/TLS/RTP/SAVPF 111',
      'a=mid:0',
      'm=video 9 UDP/TLS/RTP/SAVPF 108',
      'a=ice-ufrag:fresh',
      'a=ice-pwd:fresh password',
      'a=setup:passive',
      'a=candidate:u 1 udp 16777225 203.0.113.5 6000 typ host',
      'a=end-of-candidates',
    ),
  );
});

test('each restart ranks its candidates above those before, within what a priority can be', () => {
  const priority = (restarts: number): number =>
    Number(/ udp (\d+) /.exec(withNewPath(answer, fresh, restarts) ?? '')?.[1]);
  expect(priority(2)).toBeGreaterThan(priority(1));
  expect(priority(1_000)).toBeLessThan(2 ** 31);
});

test('candidates that are not told anew stay', () => {
  const renewed = withNewPath(answer, 'a=ice-ufrag:fresh\r\na=ice-pwd:fresh password\r\n', 1) ?? '';
  expect(renewed.match(/^a=candidate:/gm)).toHaveLength(2);
  expect(usernameFragment(renewed)).toBe('fresh');
  expect(withNewPath(answer, '', 1)).toBeNull();
});

test.each([
  [answer, ['udp', 'tcp']],
  [withNewPath(answer, fresh, 1) ?? '', ['udp']],
  ['', []],
])('what can be reached is read from the candidates', (sdp, paths) => {
  expect(offeredPaths(sdp)).toEqual(paths);
});
