import { countPlaywright, countVitest } from './test-counts.js';

/**
 * @typedef {object} TestRunner
 * @property {string} name
 * @property {string} tool A program that the dependencies brought.
 * @property {readonly string[]} args
 * @property {Report} [report] Where it writes how many passed. Without one, the whole is one check.
 *
 * @typedef {object} Report
 * @property {string} file Relative to the root.
 * @property {readonly string[]} args What makes the tool write it.
 * @property {Readonly<Record<string, string>>} [env]
 * @property {(content: any) => import('./test-counts.js').Counts} count
 */

/**
 * What `npm test` runs, in this order: the quick ones first.
 *
 * @type {readonly TestRunner[]}
 */
export const testRunners = [
  { name: 'Lint', tool: 'biome', args: ['ci', '.'] },
  { name: 'Types', tool: 'tsc', args: ['-b'] },
  { name: 'Unused code', tool: 'knip', args: [] },
  {
    name: 'Unit and integration tests',
    tool: 'vitest',
    args: ['run'],
    report: {
      file: '.setup/reports/vitest.json',
      args: [
        '--reporter=default',
        '--reporter=json',
        '--outputFile.json=.setup/reports/vitest.json',
      ],
      count: countVitest,
    },
  },
  browserTests('Browser tests that share the machine', 'sharing', { workers: 2 }),
  browserTests('Browser tests that need it alone', 'alone', { workers: 1 }),
];

/**
 * One project of `playwright.config.ts`.
 *
 * @param {string} name
 * @param {string} project
 * @param {{ readonly workers: number }} options
 * @returns {TestRunner}
 */
function browserTests(name, project, { workers }) {
  const file = `.setup/reports/playwright-${project}.json`;
  return {
    name,
    tool: 'playwright',
    args: ['test', `--project=${project}`, `--workers=${workers}`],
    report: {
      file,
      args: ['--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
      count: countPlaywright,
    },
  };
}
