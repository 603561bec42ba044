import { expect, it } from 'vitest';
import { describeDeath } from './worker-death.ts';

it.each([
  ['[pid:12, code:null, signal:SIGSEGV]', 'it died of SIGSEGV'],
  ['[pid:12, code:1, signal:null]', 'it exited with code 1'],
  ['spawn /no/such EACCES', 'spawn /no/such EACCES'],
])('says %j in words', (message, words) => {
  expect(describeDeath(new Error(message))).toBe(words);
});
