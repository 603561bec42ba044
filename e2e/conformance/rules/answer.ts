import { acceptedSections, bundled, readAnswer } from '../answer.ts';
import { expect, expectStatus } from '../failure.ts';
import { writeOffer } from '../offer.ts';
import type { Rule } from '../rule.ts';

/** What stands in the answer to a publisher. */
export const answerRules: readonly Rule[] = [
  {
    number: 'W13',
    text: "All of the server's candidates are in the answer; none come later",
    source: 'RFC 9725, 4.3.2',
    phase: 'off air',
    async check(target) {
      await target.withSession(target.whip, writeOffer(), async (session) => {
        const sections = acceptedSections(session.created);
        const candidates = sections.flatMap((section) => section.candidates ?? []);
        expect(candidates.length > 0, 'the answer has no candidate');
        const reply = await session.trickle(session.fragment());
        expect(!reply.body.includes('a=candidate'), 'a trickle PATCH was answered with candidates');
      });
      return undefined;
    },
  },
  {
    number: 'W14',
    text: 'Every accepted m-line is in the BUNDLE group and has rtcp-mux',
    source: 'RFC 9725, 4.4.1',
    phase: 'off air',
    async check(target) {
      await target.withSession(target.whip, writeOffer(), async ({ created }) => {
        const group = bundled(readAnswer(created));
        for (const { mid, rtcpMux } of acceptedSections(created)) {
          expect(group.includes(String(mid)), `m-line "${mid}" is not in the BUNDLE group`);
          expect(rtcpMux !== undefined, `m-line "${mid}" has no rtcp-mux`);
        }
      });
      return undefined;
    },
  },
  {
    number: 'W16',
    text: 'setup:actpass is answered active or passive; active and passive with the other one',
    source: 'RFC 9725, 4.4.4; RFC 8842, 5.3',
    phase: 'off air',
    async check(target) {
      for (const [setup, legal] of [
        ['actpass', ['active', 'passive']],
        ['active', ['passive']],
        ['passive', ['active']],
      ] as const) {
        const offer = writeOffer({ setup });
        const reply = await target.post(target.whip, offer);
        if (setup !== 'actpass' && (reply.status === 400 || reply.status === 422)) continue;
        expectStatus(reply, [201], `setup:${setup}`);
        const roles = acceptedSections(reply).map((section) => String(section.setup));
        await target.send({
          method: 'DELETE',
          url: new URL(reply.headers.location ?? '', reply.url).href,
          headers: target.authorization(target.whip),
        });
        for (const role of roles) {
          expect((legal as readonly string[]).includes(role), `${setup} was answered with ${role}`);
        }
      }
      return undefined;
    },
  },
  {
    number: 'W20',
    text: "Simulcast is answered with a=simulcast:recv and a=rid … recv of the offer's rids",
    source: 'RFC 9725, 4.8; RFC 8853, 5.3.2',
    phase: 'off air',
    async check(target) {
      const rids = ['0', '1', 'hi'];
      return target.withSession(target.whip, writeOffer({ rids }), async ({ created }) => {
        const video = acceptedSections(created).find(({ type }) => type === 'video');
        const { simulcast } = video ?? {};
        if (simulcast === undefined) return 'simulcast is not taken';
        const direction = simulcast.dir1 === 'recv' ? simulcast.list1 : simulcast.list2;
        const taken = String(direction ?? '')
          .split(';')
          .filter(Boolean);
        expect(taken.length > 0, 'a=simulcast has no recv');
        const received = (video?.rids ?? [])
          .filter((line) => line.direction === 'recv')
          .map(({ id }) => String(id));
        for (const rid of taken) {
          expect(rids.includes(rid), `rid "${rid}" was never offered`);
          expect(received.includes(rid), `rid "${rid}" has no a=rid line with recv`);
        }
        return undefined;
      });
    },
  },
];
