import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'sdp-transform';
import { describe, expect, test } from 'vitest';
import { answeringSetup, writeAnswer } from './answer.ts';
import { sentTrack } from './answered-track.ts';
import { type Offer, readOffer } from './offer.ts';
import { isMediaSection, type MediaSection } from './offered-section.ts';
import { playbackTrack } from './playback.ts';
import { renumberExtensions } from './renumber.ts';
import type { RtpCodec } from './rtp-parameters.ts';
import { answerPublisher, h264, transport } from './testing/answering.ts';
import { publishedRtp } from './to-rtp.ts';

const folder = new URL('../../fixtures/offers/', import.meta.url);
const names = readdirSync(folder);
const whip = names.filter((name) => name.endsWith('.whip.sdp') && !name.startsWith('firefox'));
const whep = names.filter((name) => name.endsWith('.whep.sdp') && !name.startsWith('firefox'));
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const read = (name: string): Offer => readOffer(fixture(name));

function section(name: string, kind: 'audio' | 'video'): MediaSection {
  const found = read(name)
    .sections.filter(isMediaSection)
    .find((media) => media.kind === kind);
  if (found === undefined) throw new Error(`${name} has no ${kind}`);
  return found;
}

describe('what a publisher sends', () => {
  test.each<[string, number, string, number]>([
    ['chromium-156.whip.sdp', 102, '42001f', 1],
    ['chromium-156-simulcast.whip.sdp', 102, '42001f', 3],
    ['ffmpeg-9.0.2.whip.sdp', 106, '42001f', 1],
    ['gstreamer-1.26-webrtcbin.whip.sdp', 96, '42c01f', 1],
    ['obs-32.2.2.whip.sdp', 96, '42e01f', 1],
    ['obs-32.2.2-simulcast.whip.sdp', 96, '42e01f', 3],
    ['safari-26.whip.sdp', 98, '42e01f', 1],
  ])('%s: payload type %i, profile %s, %i layers', (name, payloadType, profile, layers) => {
    const rtp = publishedRtp(section(name, 'video'));
    expect(rtp.codecs[0]?.payloadType).toBe(payloadType);
    expect(rtp.codecs[0]?.parameters['profile-level-id']).toBe(profile);
    expect(rtp.encodings).toHaveLength(layers);
  });

  test('the repair stream comes with its SSRC', () => {
    const rtp = publishedRtp(section('ffmpeg-9.0.2.whip.sdp', 'video'));
    expect(rtp.codecs.map(({ payloadType }) => payloadType)).toEqual([106, 105]);
    expect(rtp.encodings).toEqual([{ ssrc: 2383352210, rtx: { ssrc: 2383352211 } }]);
  });

  test('OBS says that its sound is stereo', () => {
    const rtp = publishedRtp(section('obs-32.2.2.whip.sdp', 'audio'));
    expect(rtp.codecs[0]?.parameters).toMatchObject({ 'sprop-stereo': 1, useinbandfec: 1 });
  });

  test('a browser without H.264 sends VP8', () => {
    const rtp = publishedRtp(section('firefox-159-simulcast.whip.sdp', 'video'));
    expect(rtp.codecs.map(({ mimeType }) => mimeType)).toEqual(['video/VP8', 'video/rtx']);
  });

  test.each(['constructor', '__proto__', 'toString'])(
    'an extension named "%s" is unknown like any other',
    (uri) => {
      const media = section('chromium-156.whip.sdp', 'video');
      const headerExtensions = [{ uri, id: 1 }];
      expect(publishedRtp({ ...media, headerExtensions }).headerExtensions).toEqual([]);
    },
  );

  test('sound has one stream and no repair, whatever was offered for it', () => {
    const media = section('chromium-156.whip.sdp', 'audio');
    const repair = { ...h264('42e01f'), mimeType: 'audio/rtx', parameters: { apt: 111 } };
    const rtp = publishedRtp({ ...media, rids: ['0', '1'], codecs: [...media.codecs, repair] });
    expect(rtp.codecs).toHaveLength(1);
    expect(rtp.encodings).toEqual([{ ssrc: media.streams[0]?.ssrc }]);
  });

  test('Opus of another clock rate than 48 kHz is none', () => {
    const media = section('chromium-156.whip.sdp', 'audio');
    const codecs = media.codecs.map((codec) => ({ ...codec, clockRate: 44_100 }));
    expect(() => publishedRtp({ ...media, codecs })).toThrow(/this endpoint takes Opus/);
  });

  test('one that has neither is refused by name', () => {
    const media = section('firefox-159-simulcast.whip.sdp', 'video');
    const codecs = media.codecs.filter(({ mimeType }) => mimeType !== 'video/VP8');
    expect(() => publishedRtp({ ...media, codecs })).toThrow(
      /it has rtx, VP9, AV1, ulpfec, red; this endpoint takes H\.264 with packetization-mode=1, or VP8/,
    );
  });
});

describe('what a viewer receives', () => {
  test('Firefox gets VP8 under its own number where that is on air, and nothing of H.264', () => {
    const firefox = section('firefox-159.whep.sdp', 'video');
    const vp8 = firefox.codecs[0] as RtpCodec;
    const track = playbackTrack(firefox, vp8);
    expect(track.codec.payloadType).toBe(120);
    expect(track.rtx?.payloadType).toBe(124);
    expect(() => playbackTrack(firefox, h264('42e01f') as RtpCodec)).toThrow(/H\.264 of profile/);
  });

  const viewer = section('chromium-156-medooze.whep.sdp', 'video');
  const safari = section('safari-26.whep.sdp', 'video');

  test.each([
    [viewer, '42e01f', 108],
    [viewer, '42c01f', 108],
    [viewer, '42001f', 102],
    [viewer, '4d001f', 116],
    [safari, '42001f', 98],
    [safari, '4d001f', 96],
    [safari, '64001f', 96],
  ])(
    'a profile goes under the number of itself, or of the weakest that plays it',
    (media, sent, expected) => {
      expect(playbackTrack(media, h264(sent)).codec.payloadType).toBe(expected);
    },
  );

  test('a viewer whose decoders are too weak is told which profile is on air', () => {
    expect(() => playbackTrack(viewer, h264('64001f'))).toThrow(/profile-level-id 64001f/);
  });

  test("E5: extensions are kept under the SFU's ids and left out under others", () => {
    const { headerExtensions } = playbackTrack(viewer, h264('42e01f'));
    expect(headerExtensions).toEqual([]);
    const ours = readOffer(renumberExtensions(fixture('chromium-156-medooze.whep.sdp')));
    const renumbered = ours.sections.filter(isMediaSection).find(({ kind }) => kind === 'video');
    const kept = playbackTrack(renumbered as MediaSection, h264('42e01f')).headerExtensions;
    expect(kept.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 8, 9, 10, 11,
    ]);
  });
});

describe('answers', () => {
  test.each(whip)('%s: every section is answered in its place and in kind', (name) => {
    const offer = read(name);
    const answer = parse(answerPublisher(offer));
    expect(answer.media.map(({ type }) => type)).toEqual(offer.sections.map(({ kind }) => kind));
    for (const [index, media] of answer.media.entries()) {
      const asked = offer.sections[index];
      expect(String(media.mid)).toBe(asked?.mid);
      expect(media.direction).toBe('recvonly');
      expect(media.rtcpMux).toBe('rtcp-mux');
      expect(media.setup).toBe(answeringSetup(offer.setup));
      expect(media.candidates).toHaveLength(2);
      const known = new Map(asked?.headerExtensions.map(({ uri, id }) => [uri, id]));
      for (const { uri, value } of media.ext ?? []) expect(known.get(uri)).toBe(value);
      for (const { payload } of media.rtp) {
        expect(asked?.codecs.map(({ payloadType }) => payloadType)).toContain(payload);
      }
    }
  });

  test('W16: FFmpeg, which waits, is answered "active"; the others "passive"', () => {
    expect(answerPublisher(read('ffmpeg-9.0.2.whip.sdp'))).toContain('a=setup:active');
    expect(answerPublisher(read('obs-32.2.2.whip.sdp'))).toContain('a=setup:passive');
  });

  test('W20: simulcast is taken with every rid, in the order of the offer', () => {
    const text = answerPublisher(read('obs-32.2.2-simulcast.whip.sdp'));
    expect(text).toContain('a=simulcast:recv 0;1;2');
    expect(text).toContain('a=rid:2 recv');
  });

  test('a publisher is asked for stereo with forward error correction', () => {
    expect(answerPublisher(read('chromium-156.whip.sdp'))).toContain('stereo=1;useinbandfec=1');
  });

  test('parameter sets of the offer are not repeated', () => {
    expect(answerPublisher(read('gstreamer-1.26-webrtcbin.whip.sdp'))).not.toContain(
      'sprop-parameter',
    );
  });

  test('E6: a data channel gets port 0, the rest plays', () => {
    const text = fixture('chromium-156.whip.sdp').replace('BUNDLE 0 1', 'BUNDLE 0 1 2');
    const answer = parse(
      answerPublisher(
        readOffer(
          `${text}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n`,
        ),
      ),
    );
    expect(answer.media.map(({ port }) => port)).toEqual([9, 9, 0]);
    expect(answer.groups?.[0]?.mids).toBe('0 1');
    expect(answer.media[2]?.payloads).toBe('webrtc-datachannel');
  });

  test.each(whep)("%s: a viewer's answer keeps its numbers and its profile", (name) => {
    const offer = read(name);
    const wanted = offer.sections.filter(isMediaSection).map((media) => {
      const sent = media.kind === 'audio' ? media.codecs[0] : h264('42e01f');
      return playbackTrack(media, sent as RtpCodec);
    });
    const tracks = new Map(
      wanted.map((track) => [
        track.mid,
        sentTrack(
          track,
          {
            codecs: track.rtx === undefined ? [track.codec] : [track.codec, track.rtx],
            headerExtensions: [...track.headerExtensions],
            encodings: [{ ssrc: 5, rtx: { ssrc: 6 } }],
            rtcp: { cname: 'cname' },
          },
          'broadcast',
        ),
      ]),
    );
    const answer = parse(writeAnswer({ offer, transport, tracks, sessionId: 7 }));
    const video = answer.media.find(({ type }) => type === 'video');
    expect(video?.direction).toBe('sendonly');
    expect(video?.fmtp[0]?.config).toContain('profile-level-id=42e01f');
    // Who knows no MIDs is told the SSRCs.
    const group = name.startsWith('gstreamer') ? [{ semantics: 'FID', ssrcs: '5 6' }] : undefined;
    expect(video?.ssrcGroups).toEqual(group);
    const sent = answer.media.filter(({ port }) => port !== 0);
    expect(new Set(sent.map(({ msid }) => msid?.[0]?.id))).toEqual(new Set(['broadcast']));
  });
});
