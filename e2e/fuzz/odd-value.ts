import fc from 'fast-check';

/** Values that a reader may mistake: for nothing, for a number, for a name of the language, for syntax. */
const strange = [
  '',
  ' ',
  '0',
  '00',
  '-0',
  '-1',
  '1.5',
  '1e9',
  '0x10',
  '127',
  '128',
  '255',
  '256',
  '65536',
  '4294967295',
  '4294967296',
  '9007199254740993',
  '340282366920938463463374607431768211456',
  'NaN',
  'Infinity',
  'null',
  'undefined',
  'true',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '*',
  '~',
  '~0',
  ';',
  ',',
  '=',
  '/',
  ':',
  '0;1;2;3',
  '0,1;~2',
  'ä',
  '\u{1f4f9}',
  '\u0000',
  '\u001b[2J',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ud800',
  '%00',
  '../../x',
  '<b>',
  "';--",
];

/** Values that are right somewhere, and so come further. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  setup: ['actpass', 'active', 'passive', 'holdconn', 'ACTIVE'],
  mid: ['0', '1', '2', 'audio', 'video', '0 1'],
  rid: ['0 send', '1 send', '2 send', '3 send', '0 recv', 'a send pt=96', '1 send max-width=1280'],
  simulcast: [
    'send 0;1;2',
    'send 0',
    'send 0,1;2',
    'send ~0;1',
    'recv 0;1',
    'recv 0 send 1;2',
    'send 0;0',
  ],
  group: ['BUNDLE 0 1', 'BUNDLE 1 0', 'BUNDLE', 'BUNDLE 0', 'LS 0 1', 'BUNDLE 0 0 1'],
  rtpmap: [
    '96 H264/90000',
    '96 VP8/90000',
    '111 opus/48000/2',
    '111 opus/48000',
    '0 H264/0',
    '96 H264',
    '300 rtx/90000',
  ],
  fmtp: [
    '96 packetization-mode=1;profile-level-id=640028',
    '96 profile-level-id=42e01f',
    '96 packetization-mode=1;profile-level-id=zzzzzz',
    '96 packetization-mode=1;packetization-mode=0',
    '97 apt=96',
    '96 apt=96',
    '111 __proto__=1;constructor=2',
  ],
  'rtcp-fb': ['* nack pli', '* transport-cc', '96 ccm fir', '96', '96 nack x y z'],
  extmap: [
    '0 urn:ietf:params:rtp-hdrext:sdes:mid',
    '15 urn:ietf:params:rtp-hdrext:sdes:mid',
    '256 urn:ietf:params:rtp-hdrext:sdes:mid',
    '1/recvonly urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    '4 constructor',
    '4 __proto__',
    '4 toString x y',
    '1 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  ],
  fingerprint: ['sha-256 AA', 'sha-256 AA:BB', 'SHA-512 AA:BB', 'sha-1 AA:BB', 'md2 x', 'sha-256'],
  'ice-ufrag': ['x', 'abcd', '0000', '1234'],
  'ice-pwd': ['x', '0123456789012345678901', '00000000000000000000000'],
  candidate: [
    '1 1 udp 1 name.local 9 typ host',
    '1 1 tcp 1 ::1 9 typ host tcptype active',
    '1 999 sctp -1 x y typ z',
  ],
  ssrc: ['0 cname:x', '4294967295 cname:x', '4294967296 cname:x', '1', '1 msid:a b', '1 cname:'],
  msid: ['- -', 'a', '{a} {b}', ''],
  imageattr: ['* send [x=1]', '* send [x=1] recv *', '96 send ['],
  'source-filter': [' incl IN IP4 * x'],
  'msid-semantic': [' WMS *', 'WMS'],
  'bundle-only': [''],
  'ssrc-group': ['FID 1 2', 'FID 1', 'FID 1 1', 'SIM 1 2 3', 'FID 0 4294967296', 'FID x y'],
};

/** The attributes that the server reads, or its parser takes apart. */
export const readAttributes: readonly string[] = Object.keys(fitting);

/** A value that no client would send there. */
export function oddValue(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...strange) },
    { weight: 2, arbitrary: fc.integer().map(String) },
    { weight: 2, arbitrary: fc.nat(300).map(String) },
    { weight: 2, arbitrary: fc.string({ maxLength: 12, unit: 'binary' }) },
    { weight: 1, arbitrary: longValue() },
  );
}

/** A value for this attribute that fits where it stands, or nearly, or not at all. */
export function valueFor(name: string): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom(...(fitting[name] ?? ['x'])), oddValue());
}

function longValue(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom('a', '0', ' ', ';', '=', 'a=', '0 ', ';0', ',a', 'ä'), fc.nat(20_000))
    .map(([unit, times]) => unit.repeat(times));
}
