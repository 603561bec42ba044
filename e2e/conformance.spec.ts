import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { OurBroadcasts } from './conformance/media/our-broadcasts.ts';
import { mediaRules } from './conformance/media/rules/index.ts';
import { runMediaRules } from './conformance/media/run.ts';
import { ourServer, targetOf } from './conformance/our-server.ts';
import { writePage } from './conformance/report.ts';
import { rules } from './conformance/rules/index.ts';
import { runRules } from './conformance/run.ts';
import { ServerUnderTest } from './rig/server-under-test.ts';

const page = new URL('../docs/conformance.md', import.meta.url);

test('our server keeps every rule, and the page says so', async () => {
  test.slow();
  const server = await ServerUnderTest.start(ourServer);
  try {
    await using broadcasts = await OurBroadcasts.start();
    const results = [
      ...(await runRules(targetOf(server), rules)),
      ...(await runMediaRules(broadcasts.target, mediaRules)),
    ];
    const failed = results.filter(({ passed }) => !passed);
    expect(failed.map(({ rule, note }) => `${rule.number}: ${note}`)).toEqual([]);
    // Written by: npm run conformance -- --markdown docs/conformance.md
    expect(writePage(results)).toBe(await readFile(page, 'utf8'));
  } finally {
    await server.stop();
  }
});
