import { expect, test } from 'vitest';
import { iceServersFor } from './ice-servers.ts';

test('a TURN server gets credentials that end, a STUN server needs none', () => {
  const servers = iceServersFor(
    {
      urls: ['stun:stun.example.net', 'turn:turn.example.net?transport=udp'],
      secret: 'north',
      ttlSeconds: 3600,
    },
    1_700_000_000_000,
    'viewer',
  );
  expect(servers).toEqual([
    { url: 'stun:stun.example.net' },
    {
      url: 'turn:turn.example.net?transport=udp',
      username: '1700003600:viewer',
      // printf '1700003600:viewer' | openssl dgst -sha1 -hmac north -binary | base64
      credential: 'Z2bVzE30rf+aB1tMtuWPzRohu58=',
    },
  ]);
});
