import { expect, expectStatus } from '../failure.ts';
import type { Reply } from '../http.ts';
import { linksBy } from '../links.ts';
import { writeOffer } from '../offer.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

const exposed = ['location', 'etag', 'link', 'accept-patch', 'retry-after'];

/** How a server speaks: redirects, links, keys, errors, patience. */
export const mannerRules: readonly Rule[] = [
  {
    number: 'W17',
    text: 'Redirects are 307 and nothing else; a 503 says when to ask again',
    source: 'RFC 9725, 4.5',
    phase: 'last',
    async check(target) {
      const redirects = target.replies.filter(({ status }) => status >= 300 && status < 400);
      for (const { status, method, headers } of redirects) {
        expect(status === 307 || status === 308, `${method} was redirected with ${status}`);
        expect(headers.location !== undefined, `the ${status} has no Location`);
      }
      const full = target.replies.filter(({ status }) => status === 503);
      for (const { headers } of full) {
        expect(headers['retry-after'] !== undefined, 'a 503 has no Retry-After');
      }
      return redirects.length + full.length > 0
        ? undefined
        : 'nothing was redirected or refused so';
    },
  },
  {
    number: 'W18',
    text: 'ICE servers are links with rel="ice-server"; TURN has credentials',
    source: 'RFC 9725, 4.6',
    phase: 'off air',
    async check(target) {
      return target.withSession(target.whip, writeOffer(), async ({ created }) => {
        const links = linksBy(created, 'ice-server');
        for (const { url, params } of links) {
          expect(/^(stun|turn)s?:/.test(url), `${url} is no STUN or TURN URL`);
          if (!url.startsWith('turn')) continue;
          for (const name of ['username', 'credential', 'credential-type']) {
            expect(params.has(name), `${url} has no ${name}`);
          }
        }
        return links.length > 0 ? undefined : 'no ICE server is offered';
      });
    },
  },
  {
    number: 'W19',
    text: 'A bearer token is asked for with 401 and WWW-Authenticate; a preflight needs none',
    source: 'RFC 9725, 4.7; RFC 9110, 15.5.2',
    phase: 'off air',
    async check(target) {
      for (const authorization of ['', 'Bearer certainly-not-the-token']) {
        const reply = await target.post(target.whip, writeOffer(), { authorization });
        expectStatus(reply, [401], authorization || 'no token');
        const scheme = reply.headers['www-authenticate'] ?? '';
        expect(/^Bearer\b/i.test(scheme), `WWW-Authenticate is ${scheme || 'missing'}`);
      }
      const preflight = await target.send({ method: 'OPTIONS', url: target.whip });
      expectStatus(preflight, [200, 204], 'a preflight without a token');
      await target.withSession(target.whip, writeOffer(), async () => {});
      return undefined;
    },
  },
  {
    number: 'W21',
    text: 'Extensions are links, one each, never on the answer to OPTIONS',
    source: 'RFC 9725, 4.9',
    phase: 'off air',
    async check(target) {
      const options = await target.send({ method: 'OPTIONS', url: target.whip });
      expect(options.headers['link'] === undefined, 'the answer to OPTIONS has a Link');
      await target.withSession(target.whip, writeOffer(), async (session) => {
        const own = await session.get('OPTIONS');
        expect(own.headers['link'] === undefined, 'the answer to OPTIONS of a session has a Link');
        const rels = linksBy(session.created, 'urn:').map(({ params }) => params.get('rel') ?? '');
        for (const rel of rels) {
          expect(/^urn:ietf:params:whi?e?p:ext:/.test(rel), `${rel} is no extension's name`);
        }
        expect(new Set(rels).size === rels.length, 'an extension is listed twice');
      });
      return undefined;
    },
  },
  {
    number: 'W22',
    text: "Session URLs can't be guessed; POST, PATCH and DELETE have a rate limit",
    source: 'RFC 9725, 5',
    phase: 'last',
    async check(target) {
      const names = await Promise.all(
        [1, 2].map(() =>
          target.withSession(target.whip, writeOffer(), async ({ url }) => url.split('/').at(-1)),
        ),
      );
      const [first = '', second = ''] = names;
      expect(first !== second, 'two sessions have the same URL');
      expect(first.length >= 22, `"${first}" has room for ${first.length * 6} bits, not for 128`);
      const session = `${target.whip}/conformance-guess`;
      const bearer = { authorization: 'Bearer guess' };
      await expectLimit(target, { method: 'DELETE', url: session, headers: bearer });
      await expectLimit(target, {
        method: 'PATCH',
        url: session,
        headers: { ...bearer, 'content-type': 'application/trickle-ice-sdpfrag' },
        body: 'a=end-of-candidates\r\n',
      });
      await expectLimit(target, {
        method: 'POST',
        url: target.whip,
        headers: { ...bearer, 'content-type': 'application/sdp' },
        body: writeOffer(),
      });
      return undefined;
    },
  },
  {
    number: 'W23',
    text: 'Errors are problem details; CORS exposes what a client needs',
    source: 'RFC 9457; RFC 9725, 4.2',
    phase: 'off air',
    async check(target) {
      const errors = [
        await target.post(target.whip, 'hello'),
        await target.post(target.whip, writeOffer(), { authorization: '' }),
        await target.send({ method: 'DELETE', url: `${target.whip}/there-is-no-such-session` }),
      ];
      for (const error of errors) expectProblem(error);
      await target.withSession(target.whip, writeOffer(), async ({ created }) => {
        const listed = created.headers['access-control-expose-headers']?.toLowerCase() ?? '';
        for (const name of exposed) expect(listed.includes(name), `${name} is not exposed`);
      });
      return undefined;
    },
  },
];

function expectProblem({ status, headers, body }: Reply): void {
  const type = headers['content-type'] ?? 'none';
  expect(type.startsWith('application/problem+json'), `a ${status} has the Content-Type ${type}`);
  const problem = JSON.parse(body) as { title?: unknown; status?: unknown };
  expect(typeof problem.title === 'string', `a ${status} has no title`);
  expect(problem.status === status, `a ${status} says that it is ${String(problem.status)}`);
}

/** How many requests in a row a careful server lets pass. */
const patience = 1_000;

async function expectLimit(target: Target, request: Parameters<Target['send']>[0]): Promise<void> {
  for (let sent = 0; sent < patience; sent += 20) {
    const replies = await Promise.all(Array.from({ length: 20 }, () => target.send(request)));
    const limited = replies.find(({ status }) => status === 429);
    if (limited === undefined) continue;
    expect(limited.headers['retry-after'] !== undefined, 'a 429 has no Retry-After');
    return;
  }
  expect(false, `${patience} requests of ${request.method} were all let in`);
}
