import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './test-counts.js';
import { describeTestFailure } from './test-failures.js';

/** What the last lines of a run tell of a report that the tools themselves wrote. */
function told(count: typeof countVitest | typeof countPlaywright, name: string): string[] {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  const { failures = [] } = count(JSON.parse(readFileSync(url, 'utf8')));
  return failures.map((failure) => describeTestFailure(failure, '/repo'));
}

describe('a test that failed is named, with its reason, without colours', () => {
  it('by vitest, as is a file that could not be loaded', () => {
    expect(told(countVitest, 'vitest')).toEqual([
      "  ✗ v/broken.test.ts\n    Cannot find module './missing.ts' imported from /repo/v/broken.test.ts",
      '  ✗ v/one.test.ts › sums is wrong\n    AssertionError: expected 2 to be 3 // Object.is equality',
    ]);
  });

  it('by playwright', () => {
    expect(told(countPlaywright, 'playwright')).toEqual([
      '  ✗ one.spec.ts › is wrong\n    Error: expect(received).toBe(expected) // Object.is equality',
    ]);
  });

  it('by playwright, where a file could not be loaded', () => {
    expect(told(countPlaywright, 'playwright-broken')).toEqual([
      expect.stringContaining("Cannot find module '/repo/p/missing.ts'"),
    ]);
  });

  it('by playwright, with the titles of the suites that it is in', () => {
    const results = [{ errors: [{ message: 'too late' }] }];
    const spec = { title: 'ends', file: 'a.spec.ts', tests: [{ status: 'flaky', results }] };
    const inner = { title: 'a broadcast', file: 'a.spec.ts', specs: [spec] };
    const suites = [{ title: 'a.spec.ts', file: 'a.spec.ts', suites: [inner] }];
    const stats = { expected: 0, unexpected: 0, flaky: 1, skipped: 0 };
    expect(countPlaywright({ stats, errors: [], suites }).failures).toEqual([
      { file: 'a.spec.ts', title: 'a broadcast › ends', reason: 'too late' },
    ]);
  });
});
