import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fragmentTrials, offerTrials, trialLimitMs } from './testing/index.ts';

/** What fuzzing found once must not come back. */
const folder = new URL('../../fixtures/fuzz/', import.meta.url);
const names = readdirSync(folder).filter((name) => /\.(sdp|txt)$/.test(name));

describe.each(names)('%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const trials = name.startsWith('trickle-') ? fragmentTrials : offerTrials;

  test.each(trials)('is taken or refused by name, and soon ($name)', (trial) => {
    const times = Array.from({ length: 3 }, () => {
      const startedAt = performance.now();
      trial(text);
      return performance.now() - startedAt;
    });
    expect(Math.min(...times)).toBeLessThan(trialLimitMs);
  });
});
