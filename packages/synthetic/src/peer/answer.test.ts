import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.ts';

const transport = [
  'a=ice-ufrag:frag',
  'a=ice-pwd:secret',
  'a=fingerprint:sha-256 AB:CD',
  'a=setup:passive',
  'a=candidate:1 1 udp 100 127.0.0.1 4000 typ host',
];

const video = [
  'm=video 7 UDP/TLS/RTP/SAVPF 108 109',
  'a=mid:1',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=extmap:5/recvonly urn:example:five',
  'a=rtpmap:108 H264/90000',
  'a=fmtp:108 packetization-mode=1;profile-level-id=42e01f',
  'a=rtpmap:109 rtx/90000',
  'a=fmtp:109 apt=108',
];

function answer(...lines: readonly string[]): string {
  return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', ...lines, ''].join('\r\n');
}

describe('readAnswer', () => {
  it('reads the transport from a section, or from the session', () => {
    const inSection = readAnswer(answer('a=ice-lite', ...video, ...transport));
    expect(inSection.transport).toEqual({
      iceLite: true,
      usernameFragment: 'frag',
      password: 'secret',
      fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD' }],
      setup: 'passive',
      candidates: ['1 1 udp 100 127.0.0.1 4000 typ host'],
    });
    const [candidate = '', ...rest] = transport.toReversed();
    const inSession = readAnswer(answer(...rest, ...video, candidate));
    expect(inSession.transport).toEqual({ ...inSection.transport, iceLite: false });
  });

  it('reads codecs, what repairs them, extensions and sources', () => {
    const sources = [
      'a=ssrc-group:FID 10 11',
      'a=ssrc:10 cname:x',
      'a=ssrc:11 cname:x',
      'a=ssrc:10 msid:a b',
    ];
    const [media] = readAnswer(answer(...video, ...transport, ...sources)).media;
    expect(media).toMatchObject({ kind: 'video', mid: '1', accepted: true, ssrcs: [10, 11] });
    expect(media?.codecs).toEqual([
      { payloadType: 108, name: 'h264', clockRate: 90_000, repairs: undefined },
      { payloadType: 109, name: 'rtx', clockRate: 90_000, repairs: 108 },
    ]);
    expect(media?.extensions.get('urn:example:five')).toBe(5);
    expect(media?.repairs).toEqual(new Map([[11, 10]]));
  });

  it('reads the simulcast streams that are received', () => {
    const rids = ['a=rid:0 recv', 'a=rid:2 recv pt=108', 'a=simulcast:recv 0;2'];
    expect(readAnswer(answer(...video, ...transport, ...rids)).media[0]?.rids).toEqual(['0', '2']);
  });

  it('knows refused and inactive sections, and needs one that is neither', () => {
    const refused = 'm=audio 0 UDP/TLS/RTP/SAVPF 111';
    const { media } = readAnswer(answer(refused, ...video, ...transport));
    expect(media.map(({ accepted }) => accepted)).toEqual([false, true]);
    expect(() => readAnswer(answer(...video, ...transport, 'a=inactive'))).toThrow(
      'it accepts no media',
    );
  });

  it.each(['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup'])('says that a=%s is missing', (name) => {
    const rest = transport.filter((line) => !line.startsWith(`a=${name}:`));
    expect(() => readAnswer(answer(...video, ...rest))).toThrow(`it has no a=${name}`);
  });

  it('refuses a=setup:actpass, which is no answer', () => {
    const lines = transport.map((line) => line.replace('passive', 'actpass'));
    expect(() => readAnswer(answer(...video, ...lines))).toThrow('a=setup:actpass is neither');
  });
});
