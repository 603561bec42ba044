import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { countPlaywright, countVitest } from './test-counts.js';

/** Reports that the tools themselves wrote, of files with a known number of good and bad tests. */
function report<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
}

/** Their names have a test of their own. */
const failures: unknown = expect.any(Array);

it("counts vitest's tests, and a file that could not be loaded as a failure", () => {
  expect(countVitest(report('vitest'))).toEqual({ passed: 2, failed: 2, skipped: 2, failures });
});

it("counts playwright's tests, one that is known to fail among the good", () => {
  expect(countPlaywright(report('playwright'))).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures,
  });
});

it('counts a file that playwright could not load as a failure', () => {
  expect(countPlaywright(report('playwright-broken'))).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
    failures,
  });
});

it('counts a flaky test as a failure', () => {
  const stats = { expected: 1, unexpected: 0, flaky: 1, skipped: 0 };
  const counts = countPlaywright({ stats, errors: [], suites: [] });
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0, failures });
});
