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
  {
    name: 'Browser tests',
    tool: 'playwright',
    args: ['test'],
    report: {
      file: '.setup/reports/playwright.json',
      args: ['--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: '.setup/reports/playwright.json' },
      count: countPlaywright,
    },
  },
];
