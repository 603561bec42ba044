import { readAnswer, type Section } from '../answer.ts';
import { expect, expectRefused, expectStatus } from '../failure.ts';
import type { Reply } from '../http.ts';
import { linksBy } from '../links.ts';
import { type OfferOptions, writeOffer } from '../offer.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

const mid = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const transportCc = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** The numbers of players as they come: Chromium's, Firefox's, GStreamer's. */
const players: readonly OfferOptions[] = [
  { opus: 111, h264: 102, rtx: 103, extensions: { [mid]: 9, [transportCc]: 4 } },
  { opus: 109, h264: 126, rtx: 127, extensions: { [mid]: 3, [transportCc]: 7 } },
  { opus: 97, h264: 96, rtx: 98, extensions: { [mid]: 14 } },
];

const receiving = (options: OfferOptions = {}): string =>
  writeOffer({ direction: 'recvonly', ...options });

/** What players need. */
export const playbackRules: readonly Rule[] = [
  {
    number: 'E1',
    text: 'The answer to a player is sendonly; recvonly and sendrecv are taken',
    source: 'draft-ietf-wish-whep, 4.3.5',
    phase: 'on air',
    async check(target) {
      for (const direction of ['recvonly', 'sendrecv'] as const) {
        await target.withSession(target.whep, writeOffer({ direction }), async ({ created }) => {
          for (const section of playing(readAnswer(created).sections)) {
            expect(section.direction === 'sendonly', `the answer is ${section.direction}`);
          }
        });
      }
      expectRefused(await target.post(target.whep, writeOffer()), 'sendonly');
      return undefined;
    },
  },
  {
    number: 'E2',
    text: 'HEAD of an endpoint: 200 and application/sdp, without a body',
    source: 'draft-ietf-wish-whep, 4.2',
    phase: 'off air',
    async check(target) {
      const reply = await target.send({ method: 'HEAD', url: target.whep });
      expectStatus(reply, [200], 'an endpoint');
      const type = reply.headers['content-type'] ?? 'none';
      expect(type.startsWith('application/sdp'), `the Content-Type is ${type}`);
      return undefined;
    },
  },
  {
    number: 'E3',
    text: 'A 406 is a counter-offer: SDP with a Location; it never means "no codec"',
    source: 'draft-ietf-wish-whep, 4.3.2',
    phase: 'on air',
    async check(target) {
      const odd = await target.post(target.whep, receiving({ videoCodec: 'H999' }));
      const replies = [odd, ...target.replies].filter(({ status }) => status === 406);
      for (const { headers, body } of replies) {
        expect(body.startsWith('v=0'), 'a 406 has no SDP');
        expect(headers.location !== undefined, 'a 406 has no Location');
      }
      if (replies.length === 0) {
        expectRefused(odd, 'a codec that nobody has');
        return 'counter-offers are not used';
      }
      return undefined;
    },
  },
  {
    number: 'E4',
    text: 'Nothing on air: 409 with Retry-After',
    source: 'draft-ietf-wish-whep, 4.3.8',
    phase: 'off air',
    async check(target) {
      const reply = await target.post(target.whep, receiving());
      expectStatus(reply, [409], 'before the broadcast');
      const after = reply.headers['retry-after'] ?? 'missing';
      expect(/^\d+$/.test(after) || !Number.isNaN(Date.parse(after)), `Retry-After is ${after}`);
      return undefined;
    },
  },
  {
    number: 'E5',
    text: "Payload types and extension ids of the answer are the player's own",
    source: 'RFC 3264, 6.1; RFC 8285, 6',
    phase: 'on air',
    async check(target) {
      for (const player of players) {
        await target.withSession(target.whep, receiving(player), async ({ created }) => {
          for (const section of playing(readAnswer(created).sections)) expectOwn(section, player);
        });
      }
      return undefined;
    },
  },
  {
    number: 'E6',
    text: 'A data channel is refused with port 0; the rest plays',
    source: 'RFC 3264, 6',
    phase: 'on air',
    check: (target) =>
      withAnswer(target, receiving({ dataChannel: true }), (sections) => {
        expect(sections.length === 3, `three m-lines were answered with ${sections.length}`);
        expect(sections[2]?.port === 0, 'the data channel was not refused');
        expect(sections[0]?.port !== 0 && sections[1]?.port !== 0, 'the media was refused');
      }),
  },
  {
    number: 'E7',
    text: 'An m-line at port 0 with a=bundle-only is no rejected one',
    source: 'RFC 8843, 6',
    phase: 'on air',
    check: (target) =>
      withAnswer(target, receiving({ bundleOnly: true }), (sections) => {
        expect(sections[1]?.port !== 0, 'the video was refused');
      }),
  },
  {
    number: 'E8',
    text: 'Events: a link; a POST makes a stream of chosen ones, DELETE ends it; layers can be chosen',
    source: 'WHEP core extensions',
    phase: 'on air',
    check: (target) =>
      target.withSession(target.whep, receiving(), async ({ created }) => {
        const [link] = linksBy(created, 'urn:ietf:params:whep:ext:core:server-sent-events');
        if (link === undefined) return 'there are no events';
        expect((link.params.get('events') ?? '') !== '', 'the link lists no events');
        const choose = (events: string) => target.send(json(link.url, events));
        expectStatus(await choose('["no-such-event"]'), [400], 'an event that there is not');
        const all = await readStream(target, link.url, await choose('["active","layers"]'));
        expectEvents(all, ['active', 'layers']);
        const chosen = await choose('["viewercount"]');
        const some = await readStream(target, link.url, chosen);
        expectEvents(some, ['viewercount']);
        expect(!some.body.includes('event: active'), 'an event came that was not chosen');
        const url = new URL(chosen.headers.location ?? '', link.url).href;
        expectStatus(await target.send({ method: 'DELETE', url }), [200, 204], 'the stream');
        const gone = await target.send({ method: 'GET', url, readForMs: 300 });
        expectStatus(gone, [404], 'a stream that was ended');
        await expectLayers(target, created, all.body);
        return undefined;
      }),
  },
];

function playing(sections: readonly Section[]): readonly Section[] {
  return sections.filter(({ port, direction }) => port !== 0 && direction !== 'inactive');
}

async function withAnswer(
  target: Target,
  offer: string,
  check: (sections: readonly Section[]) => void,
): Promise<undefined> {
  await target.withSession(target.whep, offer, async ({ created }) =>
    check(readAnswer(created).sections),
  );
  return undefined;
}

function expectOwn(section: Section, player: OfferOptions): void {
  const own = section.type === 'audio' ? [player.opus] : [player.h264, player.rtx];
  for (const number of String(section.payloads).split(' ').map(Number)) {
    expect(own.includes(number), `${section.type}: payload type ${number} was not offered`);
  }
  for (const { uri, value } of section.ext ?? []) {
    const offered = player.extensions?.[uri];
    expect(offered === value, `${uri} has id ${value}; the offer has ${offered ?? 'none'}`);
  }
}

function json(url: string, body: string) {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body };
}

/** Reads a stream of events for a moment, from where the answer to a choice says it is. */
async function readStream(target: Target, entry: string, chosen: Reply): Promise<Reply> {
  expectStatus(chosen, [201], 'a choice of events');
  const url = new URL(chosen.headers.location ?? '', entry).href;
  return target.send({ method: 'GET', url, readForMs: 500 });
}

/** Where layers can be chosen they are told, by m-line and rid, and each can be chosen. */
async function expectLayers(target: Target, created: Reply, told: string): Promise<void> {
  const [link] = linksBy(created, 'urn:ietf:params:whep:ext:core:layer');
  if (link === undefined) return;
  const data = /^event: layers\ndata: (.*)$/m.exec(told)?.[1] ?? '{}';
  const [[line, layers] = ['', []]] = Object.entries(JSON.parse(data) as Record<string, Layer[]>);
  expect(/^\d+$/.test(line), `the layers are those of "${line}", which is no m-line's index`);
  for (const { rid } of layers) {
    const reply = await target.send(json(link.url, JSON.stringify({ mediaId: line, rid })));
    expectStatus(reply, [200], `the layer ${rid}`);
  }
  expectRefused(await target.send(json(link.url, '{"rid":"no-such-layer"}')), 'an unknown layer');
  expectStatus(await target.send(json(link.url, '{}')), [200], 'all layers');
}

type Layer = { readonly rid?: string };

function expectEvents({ headers, body }: Reply, names: readonly string[]): void {
  const type = headers['content-type'];
  expect(type?.startsWith('text/event-stream') === true, `the events are ${type ?? 'untyped'}`);
  for (const name of names) expect(body.includes(`event: ${name}\n`), `no event "${name}" came`);
}
