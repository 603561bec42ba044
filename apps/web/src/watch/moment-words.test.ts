import { expect, test } from 'vitest';
import { behindText, spanWords } from './moment-words.ts';

test.each([
  [0, '0 seconds'],
  [1_400, '1 second'],
  [32_000, '32 seconds'],
  [60_000, '1 minute'],
  [125_000, '2 minutes 5 seconds'],
  [3_600_000, '1 hour'],
  [7_384_000, '2 hours 3 minutes 4 seconds'],
  // The two clocks may disagree by some ms.
  [-300, '0 seconds'],
])('%d ms are said as %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

test('how far behind live it is has a minus before it', () => {
  expect(behindText(32_400)).toBe('\u22120:32');
  expect(behindText(3_725_000)).toBe('\u22121:02:05');
  expect(behindText(-20)).toBe('\u22120:00');
});
