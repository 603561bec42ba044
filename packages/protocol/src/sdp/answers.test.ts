import { readdirSync, readFileSync } from 'node:fs';
import { parse, parseParams, type SessionDescription } from 'sdp-transform';
import { describe, expect, test } from 'vitest';
import { readOffer } from './offer.ts';
import { renumberExtensions } from './renumber.ts';
import { answerPublisher, answerViewer, h264, type OnAir, opus, vp8 } from './testing/answering.ts';

/**
 * Whether each client would take the answer to its own offer. Both sides are read with sdp-transform alone, so
 * that a fault of our reader can't hide one of our writer.
 */
const folder = new URL('../../fixtures/offers/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.sdp'));
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** Firefox without its OpenH264 plug-in plays VP8 alone. */
const onAirFor = (name: string, stereo = false): OnAir => ({
  audio: opus({ stereo }),
  video: name.startsWith('firefox') ? vp8 : h264('42e01f'),
});

type Section = SessionDescription['media'][number];
type Exchange = { readonly title: string; readonly offer: string; readonly answer: string };

const published = names.filter((name) => name.includes('.whip.')).map(fixtureAnswered);
const played = names.filter((name) => name.includes('.whep.')).flatMap(fixturePlayed);
const all = [...published, ...played];

function fixtureAnswered(name: string): Exchange {
  const offer = fixture(name);
  return { title: name, offer, answer: answerPublisher(readOffer(offer)) };
}

/** As the client sent it, and with the SFU's extension ids as our player has it. */
function fixturePlayed(name: string): Exchange[] {
  const ours = renumberExtensions(fixture(name));
  return [
    {
      title: name,
      offer: fixture(name),
      answer: answerViewer(readOffer(fixture(name)), onAirFor(name)),
    },
    {
      title: `${name}, renumbered`,
      offer: ours,
      answer: answerViewer(readOffer(ours), onAirFor(name)),
    },
  ];
}

/** The sections of both sides that carry something, in pairs. */
function pairs({ offer, answer }: Exchange): { asked: Section; given: Section }[] {
  const given = parse(answer).media;
  return parse(offer).media.flatMap((asked, index) => {
    const section = given[index];
    return section === undefined || section.port === 0 ? [] : [{ asked, given: section }];
  });
}

function parametersOf(section: Section, payload: number): Record<string, unknown> {
  const line = section.fmtp.find((entry) => entry.payload === payload);
  return line === undefined ? {} : parseParams(line.config);
}

function opusParameters(text: string): Record<string, unknown> {
  const audio = parse(text).media.find(({ type }) => type === 'audio');
  const payload = audio?.rtp.find(({ codec }) => codec.toLowerCase() === 'opus')?.payload;
  return audio === undefined ? {} : parametersOf(audio, payload ?? -1);
}

test('there are offers of both kinds', () => {
  expect(published.length).toBeGreaterThan(5);
  expect(played.length).toBeGreaterThan(5);
});

describe.each(all)('$title', (exchange) => {
  const offer = parse(exchange.offer);
  const answer = parse(exchange.answer);

  test('as many m-lines, of the same kinds and mids, in the same order', () => {
    const outline = ({ media }: SessionDescription) =>
      media.map(({ type, protocol, mid }) => ({ type, protocol, mid: String(mid) }));
    expect(outline(answer)).toEqual(outline(offer));
    const refused = answer.media.filter(({ port }) => port === 0).map(({ type }) => type);
    expect(refused).toEqual(
      offer.media.map(({ type }) => type).filter((type) => type === 'application'),
    );
  });

  test('the bundle has the accepted sections and no other', () => {
    expect(answer.groups?.map(({ type }) => type)).toEqual(['BUNDLE']);
    const accepted = answer.media.filter(({ port }) => port !== 0).map(({ mid }) => String(mid));
    expect(String(answer.groups?.[0]?.mids).split(' ')).toEqual(accepted);
    const bundled = String(offer.groups?.[0]?.mids).split(' ');
    expect(bundled).toEqual(expect.arrayContaining(accepted));
  });

  test('payload types of the offer, for the codecs that it gave them to', () => {
    for (const { asked, given } of pairs(exchange)) {
      expect(given.rtp.length).toBeGreaterThan(0);
      expect(String(given.payloads)).toBe(given.rtp.map(({ payload }) => payload).join(' '));
      for (const { payload, codec, rate, encoding = 1 } of given.rtp) {
        const same = asked.rtp.find((entry) => entry.payload === payload);
        expect(same?.codec.toLowerCase()).toBe(codec.toLowerCase());
        expect(same?.rate).toBe(rate);
        expect(Number(same?.encoding ?? 1)).toBe(Number(encoding));
      }
    }
  });

  test('H.264 in the mode and profile of the offer, and repairs of codecs that are there', () => {
    for (const { asked, given } of pairs(exchange)) {
      for (const { payload, codec } of given.rtp) {
        const [wanted, ours] = [parametersOf(asked, payload), parametersOf(given, payload)];
        if (codec === 'H264') {
          expect(ours['packetization-mode']).toBe(wanted['packetization-mode']);
          // Profile and constraints; the level is each receiver's own (RFC 6184, section 8.2.2).
          const profile = (parameters: Record<string, unknown>): string =>
            String(parameters['profile-level-id']).toLowerCase().slice(0, 4);
          expect(profile(ours)).toBe(profile(wanted));
        }
        if (codec === 'rtx') {
          expect(ours['apt']).toBe(wanted['apt']);
          expect(given.rtp.map((entry) => entry.payload)).toContain(ours['apt']);
        }
      }
    }
  });

  test('feedback that was offered', () => {
    for (const { asked, given } of pairs(exchange)) {
      for (const { payload, type, subtype } of given.rtcpFb ?? []) {
        const offered = (asked.rtcpFb ?? []).filter(
          (entry) => entry.payload === payload || String(entry.payload) === '*',
        );
        expect(offered).toContainEqual(
          expect.objectContaining({ type, ...(subtype && { subtype }) }),
        );
      }
    }
  });

  test('extensions under the ids of the offer', () => {
    for (const { asked, given } of pairs(exchange)) {
      const known = new Map((asked.ext ?? []).map(({ uri, value }) => [uri, value]));
      for (const { uri, value } of given.ext ?? []) expect(known.get(uri), uri).toBe(value);
    }
  });

  test('one way, from the publisher and to the viewer', () => {
    const wanted = published.includes(exchange) ? 'recvonly' : 'sendonly';
    for (const { given } of pairs(exchange)) expect(given.direction).toBe(wanted);
  });

  test('one transport: ICE lite, candidates, a fingerprint, RTCP beside the media', () => {
    expect(answer.icelite).toBe('ice-lite');
    const credentials = new Set<string>();
    for (const { given } of pairs(exchange)) {
      expect(given.candidates?.length).toBeGreaterThan(0);
      expect(given.fingerprint?.type).toBe('sha-256');
      expect(given.fingerprint?.hash).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2})+$/);
      expect(given.rtcpMux).toBe('rtcp-mux');
      credentials.add(`${given.iceUfrag} ${given.icePwd}`);
    }
    expect(credentials.size).toBe(1);
  });

  test('the other part of the handshake', () => {
    const fitting = { actpass: ['active', 'passive'], active: ['passive'], passive: ['active'] };
    for (const { asked, given } of pairs(exchange)) {
      expect(fitting[asked.setup as keyof typeof fitting]).toContain(given.setup);
    }
  });

  test('every layer that was offered, by its name', () => {
    // As text: the parser makes numbers of names that are digits.
    const rids = (text: string, direction: string): string[] =>
      [...text.matchAll(new RegExp(`^a=rid:(\\S+) ${direction}`, 'gm'))].map(([, id = '']) => id);
    const simulcast = /^a=simulcast:send (\S+)\r$/m.exec(exchange.offer)?.[1];
    expect(/^a=simulcast:(.*)\r$/m.exec(exchange.answer)?.[1]).toBe(
      simulcast && `recv ${simulcast}`,
    );
    expect(rids(exchange.answer, 'recv')).toEqual(rids(exchange.offer, 'send'));
    expect(rids(exchange.answer, 'send')).toEqual([]);
  });
});

test.each(published)('$title: a publisher in stereo is asked for stereo', ({ offer, answer }) => {
  const isStereo = opusParameters(offer)['sprop-stereo'] === 1;
  if (isStereo) expect(opusParameters(answer)['stereo']).toBe(1);
  // What the sender has is the sender's to say.
  expect(opusParameters(answer)).not.toHaveProperty('sprop-stereo');
});

test.each(names.filter((name) => name.includes('.whep.')))(
  '%s: a viewer is told of stereo where the publisher sends it',
  (name) => {
    const answered = (stereo: boolean) =>
      opusParameters(answerViewer(readOffer(fixture(name)), onAirFor(name, stereo)));
    expect(answered(true)).toMatchObject({ stereo: 1, 'sprop-stereo': 1 });
    expect(answered(false)).not.toHaveProperty('sprop-stereo');
  },
);
