import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOffer } from './offer.ts';
import { isMediaSection } from './offered-section.ts';
import { SdpError } from './sdp-error.ts';

const folder = new URL('../../fixtures/offers/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.sdp'));
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

function reasonOf(text: string): string {
  try {
    readOffer(text);
  } catch (error) {
    if (error instanceof SdpError) return error.reason;
    throw error;
  }
  return 'taken';
}

describe('offers of real clients', () => {
  test.each(names)('%s is read', (name) => {
    const offer = readOffer(fixture(name));
    expect(offer.ice.usernameFragment).not.toBe('');
    expect(offer.fingerprints[0]?.algorithm).toBe('sha-256');
    for (const { mid, codecs } of offer.sections.filter(isMediaSection)) {
      expect(mid).toBeTypeOf('string');
      for (const { payloadType } of codecs) expect(payloadType).toBeTypeOf('number');
    }
  });

  test('OBS names its layers with digits, and they stay text in its order', () => {
    const video = readOffer(fixture('obs-32.2.2-simulcast.whip.sdp')).sections[1];
    expect(video?.rids).toEqual(['0', '1', '2']);
    expect(video?.mid).toBe('1');
  });

  test('FFmpeg waits for the handshake and repairs its stream', () => {
    const offer = readOffer(fixture('ffmpeg-9.0.2.whip.sdp'));
    expect(offer.setup).toBe('passive');
    expect(offer.sections[1]?.streams).toEqual([{ ssrc: 2383352210, rtxSsrc: 2383352211 }]);
  });

  test('E7: a section at port 0 that waits for its bundle is no rejected one', () => {
    const offer = readOffer(fixture('firefox-159.whep.sdp'));
    expect(offer.sections.map(({ rejected }) => rejected)).toEqual([false, false]);
  });

  test('GStreamer names sections by words and Opus in capitals', () => {
    const offer = readOffer(fixture('gstreamer-1.26-webrtcbin.whip.sdp'));
    expect(offer.sections.map(({ mid }) => mid)).toEqual(['video0', 'audio1']);
    expect(offer.sections[1]?.codecs[0]?.mimeType).toBe('audio/OPUS');
  });

  test('a profile of digits alone stays text', () => {
    const text = fixture('obs-32.2.2.whip.sdp').replace('42e01f', '640028');
    const video = readOffer(text).sections[1];
    expect(video?.codecs[0]?.parameters['profile-level-id']).toBe('640028');
  });
});

test('each payload type is read once, be there lines for it or for all by the thousand', () => {
  const many = (line: (index: number) => string): string =>
    Array.from({ length: 600 }, (_, index) => `a=${line(index)}\r\n`).join('');
  const text =
    fixture('obs-32.2.2.whip.sdp') +
    many((index) => `rtpmap:${index} VP9/90000`) +
    many((index) => `rtcp-fb:* x${index}`);
  const codecs = readOffer(text).sections[1]?.codecs ?? [];
  expect(codecs).toHaveLength(128);
  expect(codecs.find(({ payloadType }) => payloadType === 96)?.mimeType).toBe('video/H264');
  for (const { rtcpFeedback } of codecs) expect(rtcpFeedback.length).toBeGreaterThanOrEqual(600);
});

describe('what no SFU could take of an offer is left out', () => {
  const obs = fixture('obs-32.2.2.whip.sdp');
  const videoOf = (text: string) => readOffer(text).sections[1];
  const withLines = (...lines: string[]) => videoOf(`${obs}${lines.join('\r\n')}\r\n`);

  test('header extensions without a usable id, and a second one of an id or a name', () => {
    const lines = ['0 a', '256 b', '7 c', '7 d', '8 c', '255 e'].map((line) => `a=extmap:${line}`);
    const known = videoOf(obs)?.headerExtensions ?? [];
    expect(withLines(...lines)?.headerExtensions.slice(known.length)).toEqual([
      { uri: 'c', id: 7 },
      { uri: 'e', id: 255 },
    ]);
  });

  test('video of another clock rate than 90 kHz', () => {
    const rated = (rate: string) =>
      videoOf(obs.replace('H264/90000', `H264${rate}`))?.codecs.length;
    expect(rated('')).toBe(1);
    expect(rated('/')).toBe(0);
    expect(rated('/48000')).toBe(0);
  });

  test('SSRCs that are none', () => {
    const bare = obs.replaceAll(/^a=ssrc.*\r\n/gm, '');
    const named = (...ids: (string | number)[]) =>
      videoOf(bare + ids.map((id) => `a=ssrc:${id} cname:5\r\n`).join(''));
    expect(named('', 0, 2 ** 32, '99999999999999999999')?.streams).toEqual([]);
    expect(named(2 ** 32 - 1)).toMatchObject({ streams: [{ ssrc: 2 ** 32 - 1 }], cname: '5' });
  });

  test('an fmtp that is a number', () => {
    expect(videoOf(obs.replace(/^a=fmtp:96 .*$/m, 'a=fmtp:96 0'))?.codecs[0]?.parameters).toEqual(
      {},
    );
  });

  test('feedback without a type; one of digits stays text', () => {
    const feedback = withLines('a=rtcp-fb:96 ', 'a=rtcp-fb:96 67 5')?.codecs[0]?.rtcpFeedback ?? [];
    expect(feedback.at(-1)).toEqual({ type: '67', parameter: '5' });
    expect(feedback.every(({ type }) => type !== '')).toBe(true);
  });
});

describe('offers that are refused', () => {
  const good = fixture('obs-32.2.2.whip.sdp');
  const video = good.slice(good.indexOf('m=video'));

  test.each([
    ['malformed', 'hello'],
    ['malformed', '<!doctype html><p>v=0'],
    ['malformed', good.replaceAll('a=setup:actpass', 'a=setup:holdconn')],
    ['malformed', good.replace('m=audio 9', 'm=audio nine')],
    ['malformed', good.replace('m=audio', 'm=')],
    ['malformed', good.replace('m=audio 9 UDP/TLS/RTP/SAVPF 111', 'm=audio')],
    ['malformed', good.replace('a=mid:1', 'a=mid:0')],
    // A switched-off section counts too: the answer would be written into it.
    ['malformed', `${good}m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n`],
    ['no-media', good.slice(0, good.indexOf('m=audio'))],
    ['no-fingerprint', good.replace(/a=fingerprint.*\r\n/, '')],
    ['no-fingerprint', good.replace('a=fingerprint:sha-256', 'a=fingerprint:sha-1')],
    ['no-ice', good.replace(/a=ice-(ufrag|pwd).*\r\n/g, '')],
    ['not-bundled', good.replace('BUNDLE 0 1', 'BUNDLE 0')],
    ['rtcp-mux', good.replace('a=rtcp-mux\r\n', '')],
    [
      'too-many-tracks',
      good.replace('BUNDLE 0 1', 'BUNDLE 0 1 2') + video.replace('a=mid:1', 'a=mid:2'),
    ],
    ['simulcast', fixture('obs-32.2.2-simulcast.whip.sdp').replace('send 0;1;2', 'send 0;1;3')],
    ['simulcast', fixture('obs-32.2.2-simulcast.whip.sdp').replace('send 0;1;2', 'send 0;1;0')],
    ['malformed', fixture('ffmpeg-9.0.2.whip.sdp').replaceAll(/^a=ssrc:\d+/gm, 'a=ssrc:5')],
    [
      'malformed',
      fixture('ffmpeg-9.0.2.whip.sdp')
        .replace(
          /^a=ssrc-group:FID (\d+) \d+/m,
          (_line, ssrc: string) => `a=ssrc:9 cname:x\r\na=ssrc-group:FID 9 ${ssrc}`,
        )
        .replace(/^a=ssrc:\d+ /m, 'a=ssrc:2383352210 '),
    ],
  ])('%s (%#)', (reason, text) => {
    expect(reasonOf(text)).toBe(reason);
  });

  test.each([
    ['lines', good + 'a=x\r\n'.repeat(2_000)],
    ['sections', good + 'm=application 0 X x\r\n'.repeat(100)],
    ['characters', good.replace('a=fmtp:96 ', `a=fmtp:96 ${'x=1;'.repeat(2_000)}`)],
  ])('too many %s: reading them would take long', (what, text) => {
    expect(() => readOffer(text)).toThrow(
      expect.objectContaining({ reason: 'malformed', message: expect.stringContaining(what) }),
    );
  });

  test('more than three layers are too many', () => {
    const text = fixture('obs-32.2.2-simulcast.whip.sdp')
      .replace('a=rid:2 send', 'a=rid:2 send\r\na=rid:3 send')
      .replace('send 0;1;2', 'send 0;1;2;3');
    expect(reasonOf(text)).toBe('simulcast');
  });
});

test('whatever is sent, the answer is an offer or an SdpError', () => {
  const offers = names.map(fixture);
  fc.assert(
    fc.property(
      fc.constantFrom(...offers),
      fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.string({ maxLength: 12 })), { maxLength: 6 }),
      (text, cuts) => {
        let bent = text;
        for (const [at, length, insert] of cuts) {
          const start = at % (bent.length + 1);
          bent = bent.slice(0, start) + insert + bent.slice(start + length);
        }
        expect(reasonOf(bent)).toBeTypeOf('string');
      },
    ),
    { numRuns: 300 },
  );
});
