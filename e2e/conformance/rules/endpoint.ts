import { readAnswer } from '../answer.ts';
import { expect, expectRefused, expectStatus } from '../failure.ts';
import { writeOffer } from '../offer.ts';
import type { Rule } from '../rule.ts';

/** What an endpoint does with a POST, and with everything else. */
export const endpointRules: readonly Rule[] = [
  {
    number: 'W1',
    text: 'POST of an offer: 201, application/sdp, Location, an answer with as many m-lines',
    source: 'RFC 9725, 4.2',
    phase: 'off air',
    async check(target) {
      await target.withSession(target.whip, writeOffer(), async ({ created }) => {
        const type = created.headers['content-type'] ?? 'none';
        expect(/^application\/sdp\b/.test(type), `the Content-Type of the 201 is ${type}`);
        const { sections } = readAnswer(created);
        expect(sections.length === 2, `two m-lines were answered with ${sections.length}`);
      });
      return undefined;
    },
  },
  {
    number: 'W2',
    text: 'Another content type or malformed SDP: 4xx',
    source: 'RFC 9725, 4.2',
    phase: 'off air',
    async check(target) {
      const json = { 'content-type': 'application/json' };
      expectRefused(await target.post(target.whip, writeOffer(), json), 'SDP sent as JSON');
      expectRefused(await target.post(target.whip, 'hello'), 'a body that is no SDP');
      expectRefused(await target.post(target.whip, ''), 'an empty body');
      expectRefused(await target.post(target.whip, 'v=0\r\ns=-\r\n'), 'SDP without media');
      await target.withSession(target.whip, writeOffer(), async () => {});
      return undefined;
    },
  },
  {
    number: 'W3',
    text: 'GET of an endpoint and of a session: 2xx without content',
    source: 'RFC 9725, 4.2',
    phase: 'off air',
    async check(target) {
      const endpoint = await target.send({ method: 'GET', url: target.whip });
      await target.withSession(target.whip, writeOffer(), async (session) => {
        for (const reply of [endpoint, await session.get('GET')]) {
          expect(
            reply.status >= 200 && reply.status < 300,
            `GET was answered with ${reply.status}`,
          );
          expect(reply.body === '', 'the answer to GET has content');
        }
      });
      return undefined;
    },
  },
  {
    number: 'W4',
    text: 'OPTIONS for CORS, with Accept-Post: application/sdp',
    source: 'RFC 9725, 4.2',
    phase: 'off air',
    async check(target) {
      for (const url of [target.whip, target.whep]) {
        const reply = await target.send({
          method: 'OPTIONS',
          url,
          headers: { origin: 'https://example.org', 'access-control-request-method': 'POST' },
        });
        expectStatus(reply, [200, 204], url);
        const post = String(reply.headers['accept-post'] ?? 'missing');
        expect(post.includes('application/sdp'), `Accept-Post is ${post}`);
        const origin = reply.headers['access-control-allow-origin'];
        expect(origin === '*' || origin === 'https://example.org', `the origin is not allowed`);
        const methods = reply.headers['access-control-allow-methods'] ?? '';
        expect(methods.includes('POST'), 'POST is not among Access-Control-Allow-Methods');
      }
      return undefined;
    },
  },
  {
    number: 'W5',
    text: 'The answer to a publisher is recvonly; an offer that sends nothing is refused',
    source: 'RFC 9725, 4.2',
    phase: 'off air',
    async check(target) {
      await target.withSession(target.whip, writeOffer(), async ({ created }) => {
        for (const { direction } of readAnswer(created).sections) {
          expect(direction === 'recvonly', `the answer is ${direction}`);
        }
      });
      for (const direction of ['recvonly', 'inactive'] as const) {
        expectRefused(await target.post(target.whip, writeOffer({ direction })), direction);
      }
      return undefined;
    },
  },
  {
    number: 'W15',
    text: 'More tracks than are taken: refused as a whole with 422 or 400',
    source: 'RFC 9725, 4.4.3',
    phase: 'off air',
    async check(target) {
      const reply = await target.post(target.whip, writeOffer({ extraVideos: 1 }));
      if (reply.status === 201) return 'the server takes several videos';
      expectStatus(reply, [400, 422], 'two videos');
      return undefined;
    },
  },
  {
    number: 'W24',
    text: 'The 201 has a Content-Length, as FFmpeg reads nothing chunked',
    source: 'RFC 9112, 6',
    phase: 'off air',
    async check(target) {
      await target.withSession(target.whip, writeOffer(), async ({ created }) => {
        expect(created.headers['transfer-encoding'] === undefined, 'the 201 is chunked');
        const length = created.headers['content-length'];
        const bytes = String(Buffer.byteLength(created.body));
        expect(length === bytes, `Content-Length is ${length}, the body has ${bytes} bytes`);
      });
      return undefined;
    },
  },
];
