import { readdirSync, readFileSync } from 'node:fs';
import { expectStatus } from '../failure.ts';
import { writeOffer } from '../offer.ts';
import type { Rule } from '../rule.ts';
import type { Session } from '../session.ts';
import type { Target } from '../target.ts';

const fixtures = new URL('../../../packages/protocol/fixtures/patches/', import.meta.url);

/** Fragments as clients really send them. */
export const trickleRules: readonly Rule[] = [
  {
    number: 'T1',
    text: 'Every form of fragment that clients send is taken',
    source: 'RFC 8840, 9; RFC 9725, 4.3.1',
    phase: 'off air',
    check: (target) =>
      withTrickle(target, async (session) => {
        const section = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=mid:0'];
        const candidate = 'a=candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host';
        for (const lines of [
          [],
          [...section, candidate],
          [...section, candidate, 'm=video 9 RTP/AVP 0', 'a=mid:1', candidate],
          [...section, 'a=end-of-candidates'],
          ['a=end-of-candidates'],
        ]) {
          const reply = await session.trickle(session.fragment(lines));
          expectStatus(reply, [204], lines.join(' ') || 'credentials alone');
        }
        for (const fragment of realFragments(session)) {
          expectStatus(await session.trickle(fragment), [204], fragment);
        }
        const none = await session.patch(session.fragment());
        expectStatus(none, [204, 428], 'no If-Match');
      }),
  },
  {
    number: 'T2',
    text: 'The same credentials with If-Match: * are trickle, not a restart',
    source: 'RFC 9725, 4.3.3',
    phase: 'off air',
    check: (target) =>
      withTrickle(target, async (session) => {
        const reply = await session.patch(session.fragment(), { 'if-match': '*' });
        expectStatus(reply, [204], 'If-Match: * with the credentials of the offer');
        const after = await session.trickle(session.fragment());
        expectStatus(after, [204], 'the ETag of the 201 afterwards');
      }),
  },
  {
    number: 'T3',
    text: "Candidates in .local, over TCP and IPv6 don't fail a request",
    source: 'RFC 9725, 4.3.1',
    phase: 'off air',
    check: (target) =>
      withTrickle(target, async (session) => {
        for (const candidate of [
          '1 1 udp 2122260223 6f2b8c52-6d9b-4a3e-8a3f-4b1f8d1c9f11.local 54400 typ host',
          '2 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active',
          '3 1 udp 2122265343 fd00::2 41137 typ host',
          '4 0 udp 2122265343 [fd00::2] 39772 typ host',
        ]) {
          const lines = ['m=audio 9 RTP/AVP 0', 'a=mid:0', `a=candidate:${candidate}`];
          expectStatus(await session.trickle(session.fragment(lines)), [204], candidate);
        }
      }),
  },
  {
    number: 'T4',
    text: 'Requests that overlap are each answered by their own rule',
    source: 'RFC 9725, 4.3.1',
    phase: 'off air',
    check: (target) =>
      withTrickle(target, async (session) => {
        const fragment = session.fragment();
        const [good, missing, stale, any] = await Promise.all([
          session.trickle(fragment),
          session.patch(fragment),
          session.patch(fragment, { 'if-match': '"stale"' }),
          session.patch(fragment, { 'if-match': '*' }),
        ]);
        expectStatus(good, [204], 'the right If-Match');
        expectStatus(missing, [428], 'no If-Match');
        expectStatus(stale, [412], 'a stale If-Match');
        expectStatus(any, [204], 'If-Match: *');
      }),
  },
];

function withTrickle(
  target: Target,
  check: (session: Session) => Promise<void>,
): Promise<string | undefined> {
  return target.withSession(target.whip, writeOffer(), async (session) => {
    const probe = await session.trickle(session.fragment());
    if (probe.status === 405 || probe.status === 422) return 'trickle is not taken';
    await check(session);
    return undefined;
  });
}

/** Fragments of real clients, with this session's credentials in the place of theirs. */
function realFragments(session: Session): string[] {
  const [ufrag = '', pwd = ''] = session.fragment().split('\r\n');
  return readdirSync(fixtures)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => {
      const [, ...lines] = readFileSync(new URL(name, fixtures), 'utf8').split(/\r?\n/);
      const own = lines.map((line) =>
        line.replace(/^a=ice-ufrag:.*/, ufrag).replace(/^a=ice-pwd:.*/, pwd),
      );
      return own.join('\r\n');
    });
}
