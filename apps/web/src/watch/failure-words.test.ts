import { expect, test } from 'vitest';
import { watchText } from '../text/watch.ts';
import { failureWords } from './failure-words.ts';

const { reasons } = watchText.failed;

test.each([
  ['network', reasons.network],
  ['codec', reasons.codec],
  ['ice', reasons.path],
  ['timeout', reasons.path],
  ['lost', reasons.lost],
  ['http', reasons.other],
] as const)('%s is told in its own words', (reason, words) => {
  expect(failureWords(reason)).toBe(words);
});
