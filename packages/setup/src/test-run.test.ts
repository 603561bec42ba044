import { describe, expect, it } from 'vitest';
import { StepFailure } from './step-failure.js';
import { countVitest } from './test-counts.js';
import { runTests } from './test-run.js';
import type { TestRunner } from './test-runners.js';
import { repository } from './testing/repository.js';

const ready = () => Promise.resolve();

function counted(tool: string): TestRunner {
  return {
    name: 'Tests',
    tool,
    args: [],
    report: { file: '.setup/report.json', args: [], count: countVitest },
  };
}

function reporting(passed: number, failed: number, testResults: unknown[] = []): string {
  const report = {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
  };
  return `echo '${JSON.stringify(report)}' > .setup/report.json`;
}

describe('runTests', () => {
  it('adds up what the runners counted, a check without counts as one', async () => {
    const workbench = repository({ installed: { check: 'true', suite: reporting(12, 0) } });
    const runners = [{ name: 'Check', tool: 'check', args: [] }, counted('suite')];
    expect(await runTests(workbench, ready, runners)).toBe(0);
    expect(workbench.printed()).toMatch(/\n13 passed, 0 failed\n$/);
  });

  it('goes on after a failure, shows its output, and fails in the end', async () => {
    const workbench = repository({
      installed: { check: 'echo the reason; exit 1', suite: `${reporting(2, 3)}; exit 1` },
    });
    const runners = [{ name: 'Check', tool: 'check', args: ['all'] }, counted('suite')];
    expect(await runTests(workbench, ready, runners)).toBe(1);
    expect(workbench.printed()).toContain('│ the reason');
    expect(workbench.printed()).toContain(
      'Run it by hand:  PATH="$PWD/node_modules/.bin:$PATH" check all',
    );
    expect(workbench.printed()).toMatch(/\n2 passed, 4 failed\n$/);
  });

  it('names the tests that failed below the table, where nobody has to look for them', async () => {
    const test = {
      status: 'failed',
      fullName: 'sums adds',
      failureMessages: ['expected 2 to be 3'],
    };
    const file = { name: 'sums.test.ts', status: 'failed', message: '', assertionResults: [test] };
    const workbench = repository({ installed: { suite: `${reporting(1, 1, [file])}; exit 1` } });
    await runTests(workbench, ready, [counted('suite')]);
    expect(workbench.printed()).toMatch(
      /\n {2}✗ sums\.test\.ts › sums adds\n {4}expected 2 to be 3\n\n1 passed, 1 failed\n$/,
    );
  });

  it.each([
    ['that dies without a report', 'kill -9 $$'],
    ['that ends well without a report', 'true'],
    ['that found nothing to run', reporting(0, 0)],
    ['that fails although its report has no failure', `${reporting(0, 0)}; exit 1`],
    ['whose report is cut short', "echo '{' > .setup/report.json"],
  ])('counts a runner %s as one failure', async (_, script) => {
    const workbench = repository({ installed: { suite: script } });
    expect(await runTests(workbench, ready, [counted('suite')])).toBe(1);
    expect(workbench.printed()).toContain('Run it by hand:');
    expect(workbench.printed()).toMatch(/\n0 passed, 1 failed\n$/);
  });

  it('does not take the report of an earlier run for this one', async () => {
    const workbench = repository({ installed: { good: reporting(5, 0), dead: 'exit 1' } });
    await runTests(workbench, ready, [counted('good')]);
    await runTests(workbench, ready, [counted('dead')]);
    expect(workbench.printed()).toMatch(/\n0 passed, 1 failed\n$/);
  });

  it('has one failure to tell where set-up failed', async () => {
    const workbench = repository({});
    const broken = () => Promise.reject(new StepFailure('no network'));
    expect(await runTests(workbench, broken, [counted('suite')])).toBe(1);
    expect(workbench.printed()).toMatch(/\n0 passed, 1 failed\n$/);
  });

  it('fails where nothing ran', async () => {
    expect(await runTests(repository({}), ready, [])).toBe(1);
  });
});
