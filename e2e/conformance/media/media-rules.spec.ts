import { expect, test } from '@playwright/test';
import { mediaBreaks } from './media-breaks.ts';
import { type MediaBreak, MediaProxy } from './media-proxy.ts';
import type { MediaRule } from './media-rule.ts';
import { type Origins, startOrigins, targetOf } from './origin.ts';
import { mediaRules } from './rules/index.ts';
import { type MediaResult, runMediaRules } from './run.ts';

/** The rules of media against an origin that keeps them, and against what breaks each. */
test.describe('an origin that breaks a rule is found out', () => {
  let origins: Origins;
  test.beforeAll(async () => {
    origins = await startOrigins();
  });
  test.afterAll(async () => {
    await Promise.all(Object.values(origins).map((origin) => origin.stop()));
  });

  async function runThrough(
    rules: readonly MediaRule[],
    broken: MediaBreak | null,
  ): Promise<readonly MediaResult[]> {
    await using live = await MediaProxy.start(origins.live.url, broken);
    await using ended = await MediaProxy.start(origins.ended.url, broken);
    await using stalled = await MediaProxy.start(origins.stalled.url, broken);
    const urls = { live: live.url, ended: ended.url, stalled: stalled.url };
    return await runMediaRules(targetOf(urls), rules);
  }

  test('there is a break for every rule', () => {
    expect(Object.keys(mediaBreaks)).toEqual(mediaRules.map(({ number }) => number));
  });

  test('our origin keeps every rule, and all of them are checked', async () => {
    const results = await runThrough(mediaRules, null);
    expect(results.map(({ rule, note }) => `${rule.number} ${note ?? ''}`.trim())).toEqual(
      mediaRules.map(({ number }) => number),
    );
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  for (const rule of mediaRules) {
    test(`${rule.number}: ${rule.text}`, async () => {
      await Promise.all(
        (mediaBreaks[rule.number] ?? []).map(async (broken, index) => {
          const [result] = await runThrough([rule], broken);
          expect(result, `break ${index}`).toMatchObject({ passed: false });
        }),
      );
    });
  }
});
