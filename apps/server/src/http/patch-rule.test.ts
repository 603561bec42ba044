import { readFragment } from '@tallylight/protocol/sdp';
import { expect, test } from 'vitest';
import { judgePatch } from './patch-rule.ts';

const remote = { usernameFragment: 'abcd', password: 'the-password-of-the-client' };
const same = 'a=ice-ufrag:abcd\r\na=ice-pwd:the-password-of-the-client\r\n';
const other = 'a=ice-ufrag:efgh\r\na=ice-pwd:another-password-of-it\r\n';
const candidates =
  'm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n';

function judge(ifMatch: string | undefined, body: string): string {
  try {
    return judgePatch({ ifMatch, fragment: readFragment(body), etag: '"now"', remote });
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test.each([
  {
    title: 'W10 without If-Match',
    ifMatch: undefined,
    body: same,
    verdict: 'precondition_required',
  },
  { title: 'W10 with a stale tag', ifMatch: '"old"', body: same, verdict: 'precondition_failed' },
  { title: 'W10 with a weak tag', ifMatch: 'W/"now"', body: same, verdict: 'precondition_failed' },
  { title: 'W9 with the tag', ifMatch: '"now"', body: same + candidates, verdict: 'trickle' },
  { title: 'W9 with one tag of several', ifMatch: '"old", "now"', body: same, verdict: 'trickle' },
  { title: 'T1 candidates alone', ifMatch: '"now"', body: candidates, verdict: 'trickle' },
  { title: 'T2 any tag, same credentials', ifMatch: '*', body: same, verdict: 'trickle' },
  { title: 'W11 any tag, new credentials', ifMatch: '*', body: other, verdict: 'restart' },
  {
    title: 'W11 new credentials with a tag',
    ifMatch: '"now"',
    body: other,
    verdict: 'precondition_failed',
  },
  {
    title: 'W11 a new name without a password',
    ifMatch: '*',
    body: 'a=ice-ufrag:efgh\r\n',
    verdict: 'fragment_malformed',
  },
])('$title: $verdict', ({ ifMatch, body, verdict }) => {
  expect(judge(ifMatch, body)).toBe(verdict);
});
