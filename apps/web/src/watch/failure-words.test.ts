import { expect, test } from 'vitest';
import { watchText } from '../text/watch.ts';
import { failureTitle, failureWords } from './failure-words.ts';

const { failed } = watchText;
const { reasons } = failed;

test.each([
  ['network', reasons.network],
  ['codec', reasons.codec],
  ['ice', reasons.path],
  ['timeout', reasons.path],
  ['lost', reasons.lost],
  ['http', reasons.other],
  ['unauthorized', reasons.private],
  ['not-found', reasons.notFound],
] as const)('%s is told in its own words', (reason, words) => {
  expect(failureWords({ reason })).toBe(words);
});

test('a full server and a private channel are named in the title', () => {
  const full = { reason: 'http', problem: { code: 'at_capacity' } } as const;
  expect([failureTitle(full), failureWords(full)]).toEqual([failed.full, reasons.full]);
  expect(failureTitle({ reason: 'unauthorized' })).toBe(failed.private);
  expect(failureTitle({ reason: 'ice' })).toBe(failed.title);
});
