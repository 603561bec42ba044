import { expect, expectRefused, expectStatus } from '../failure.ts';
import { writeOffer } from '../offer.ts';
import type { Rule } from '../rule.ts';
import { Session } from '../session.ts';

const unresolvable = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 0',
  'a=mid:0',
  'a=candidate:1 1 udp 2122260223 6f2b8c52-6d9b-4a3e-8a3f-4b1f8d1c9f11.local 54400 typ host',
];
const unknownSection = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 0',
  'a=mid:nowhere',
  'a=candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host',
];
const fresh = 'a=ice-ufrag:fresh\r\na=ice-pwd:fresh0123456789012345678\r\n';

/** What happens to a session behind its URL. */
export const sessionRules: readonly Rule[] = [
  {
    number: 'W6',
    text: 'DELETE ends a session with 2xx whatever If-Match says; a second one: 404',
    source: 'RFC 9725, 4.2, 4.3',
    phase: 'off air',
    async check(target) {
      const offer = writeOffer();
      const session = Session.from(target, await target.post(target.whip, offer), offer);
      const first = await session.delete({ 'if-match': '"nonsense"' });
      expect(first.status >= 200 && first.status < 300, `DELETE was answered with ${first.status}`);
      expectStatus(await session.delete(), [404], 'a session that was deleted');
      expectStatus(await session.trickle(session.fragment()), [404], 'a session that was deleted');
      return undefined;
    },
  },
  {
    number: 'W7',
    text: 'The 201 carries a strong ETag where ICE restarts are taken',
    source: 'RFC 9725, 4.3',
    phase: 'off air',
    async check(target) {
      return target.withSession(target.whip, writeOffer(), async (session) => {
        const restart = await session.patch(fresh, { 'if-match': '*' });
        if (restart.status === 422) return 'ICE restarts are not taken';
        expect(/^"[^"]+"$/.test(session.etag ?? ''), `the ETag is ${session.etag ?? 'missing'}`);
        return undefined;
      });
    },
  },
  {
    number: 'W8',
    text: 'PATCH with another type or a malformed fragment: 4xx',
    source: 'RFC 9725, 4.3',
    phase: 'off air',
    async check(target) {
      await target.withSession(target.whip, writeOffer(), async (session) => {
        const match = { 'if-match': session.etag ?? '*' };
        const json = { ...match, 'content-type': 'application/json' };
        expectRefused(await session.patch('{}', json), 'JSON');
        expectRefused(await session.patch('<p>hello</p>', match), 'what is no fragment');
        const good = await session.trickle(session.fragment());
        expectStatus(good, [204, 422], 'a good fragment');
      });
      return undefined;
    },
  },
  {
    number: 'W9',
    text: 'A trickle PATCH: 204 without body and ETag; candidates that lead nowhere are dropped',
    source: 'RFC 9725, 4.3.1, 4.3.2',
    phase: 'off air',
    async check(target) {
      return target.withSession(target.whip, writeOffer(), async (session) => {
        for (const lines of [[], unresolvable, unknownSection]) {
          const reply = await session.trickle(session.fragment(lines));
          if (reply.status === 422) return 'trickle is not taken';
          expectStatus(reply, [204], lines.join(' ') || 'credentials alone');
          expect(reply.body === '', 'the 204 has a body');
          expect(reply.headers.etag === undefined, 'the 204 has an ETag');
        }
        return undefined;
      });
    },
  },
  {
    number: 'W10',
    text: 'PATCH without If-Match: 428; with a stale one: 412',
    source: 'RFC 9725, 4.3.1',
    phase: 'off air',
    async check(target) {
      return target.withSession(target.whip, writeOffer(), async (session) => {
        if (session.etag === undefined) return 'sessions have no ETag';
        const fragment = session.fragment();
        expectStatus(await session.patch(fragment), [428], 'no If-Match');
        const stale = await session.patch(fragment, { 'if-match': '"stale"' });
        expectStatus(stale, [412], 'a stale If-Match');
        expectStatus(await session.trickle(fragment), [204], 'the right If-Match');
        return undefined;
      });
    },
  },
  {
    number: 'W11',
    text: 'New credentials with If-Match: * restart ICE: 200, our credentials, a new ETag',
    source: 'RFC 9725, 4.3.3',
    phase: 'off air',
    async check(target) {
      return target.withSession(target.whip, writeOffer(), async (session) => {
        const reply = await session.patch(fresh, { 'if-match': '*' });
        if (reply.status === 422) return 'ICE restarts are not taken';
        expectStatus(reply, [200], 'a restart');
        const type = reply.headers['content-type'] ?? 'none';
        expect(type.startsWith('application/trickle-ice-sdpfrag'), `the Content-Type is ${type}`);
        const { etag } = reply.headers;
        expect(/^"[^"]+"$/.test(etag ?? ''), `the ETag is ${etag ?? 'missing'}`);
        expect(etag !== session.etag, 'the ETag is the old one');
        const value = (text: string, name: string): string | undefined =>
          new RegExp(`^a=${name}(?::(\\S+))?`, 'm').exec(text)?.[0];
        const { body: answer } = session.created;
        for (const name of ['ice-ufrag', 'ice-pwd']) {
          expect(value(reply.body, name) !== undefined, `the fragment has no ${name}`);
          expect(value(reply.body, name) !== value(answer, name), `${name} is the old one`);
        }
        for (const name of ['ice-lite', 'ice-options']) {
          expect(
            value(reply.body, name) === value(answer, name),
            `${name} differs from the answer`,
          );
        }
        const failed = await session.patch('a=ice-ufrag:\r\n', { 'if-match': '*' });
        expectRefused(failed, 'a restart without credentials');
        const kept = await session.patch(fresh, { 'if-match': etag ?? '' });
        expectStatus(kept, [204], 'after a restart that failed');
        return undefined;
      });
    },
  },
  {
    number: 'W12',
    text: 'What is not taken of trickle and restart: 422, or 405 where neither is',
    source: 'RFC 9725, 4.3',
    phase: 'off air',
    async check(target) {
      return target.withSession(target.whip, writeOffer(), async (session) => {
        const trickle = await session.trickle(session.fragment());
        const restart = await session.patch(fresh, { 'if-match': '*' });
        if (trickle.status === 204 && restart.status === 200) return 'both are taken';
        if (trickle.status === 405 || restart.status === 405) {
          expect(trickle.status === restart.status, '405 is for servers that take neither');
          return undefined;
        }
        expectStatus(trickle, [204, 422], 'trickle');
        expectStatus(restart, [200, 422], 'restart');
        return undefined;
      });
    },
  },
];
