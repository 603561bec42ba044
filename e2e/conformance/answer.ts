import { parse, type SessionDescription } from 'sdp-transform';
import { expect, fail } from './failure.ts';
import type { Reply } from './http.ts';

export type Section = SessionDescription['media'][number];

/** Reads an answer. @throws {Failure} it is none */
export function readAnswer(reply: Reply): SessionDescription & { sections: readonly Section[] } {
  expect(reply.body.startsWith('v=0'), 'the body is not SDP');
  const answer = parse(reply.body);
  if (answer.media.length === 0) fail('the answer has no m-lines');
  return { ...answer, sections: answer.media };
}

/** The sections that were not refused. */
export function acceptedSections(reply: Reply): readonly Section[] {
  return readAnswer(reply).sections.filter(({ port }) => port !== 0);
}

/** The mids of the answer's BUNDLE group. */
export function bundled(answer: SessionDescription): string[] {
  const groups = (answer.groups ?? []).filter(({ type }) => type === 'BUNDLE');
  return groups.flatMap(({ mids }) => String(mids).split(' '));
}
