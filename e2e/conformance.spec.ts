import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ourServer, targetOf } from './conformance/our-server.ts';
import { writePage } from './conformance/report.ts';
import { rules } from './conformance/rules/index.ts';
import { runRules } from './conformance/run.ts';
import { ServerUnderTest } from './rig/server-under-test.ts';

const page = new URL('../docs/conformance.md', import.meta.url);

test('our server keeps every rule, and the page says so', async () => {
  const server = await ServerUnderTest.start(ourServer);
  try {
    const results = await runRules(targetOf(server), rules);
    const failed = results.filter(({ passed }) => !passed);
    expect(failed.map(({ rule, note }) => `${rule.number}: ${note}`)).toEqual([]);
    // Written by: npm run conformance -- --markdown docs/conformance.md
    expect(writePage(results)).toBe(await readFile(page, 'utf8'));
  } finally {
    await server.stop();
  }
});
