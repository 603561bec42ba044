import { expect, test } from '@playwright/test';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { type Break, BreakingProxy } from './breaking-proxy.ts';
import { breaks } from './breaks.ts';
import { ourServer } from './our-server.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import { type Result, runRules } from './run.ts';

const token = 'the-stream-key-of-every-channel';
/** What one run leaves behind must not be in the way of the next: each has a channel of its own. */
const channels = Array.from({ length: 200 }, (_, index) => `c${index}`);

/** The suite against itself: each rule passes as it is, and fails by its number where it is broken. */
test.describe('a server that breaks a rule is found out', () => {
  const settings = {
    ...ourServer,
    TALLYLIGHT_CHANNELS: channels.map((name) => `${name}:${token}`).join(','),
  };
  let server: ServerUnderTest;
  test.beforeAll(async () => {
    server = await ServerUnderTest.start({ ...settings, TALLYLIGHT_SESSION_RATE: '0' });
  });
  test.afterAll(() => server.stop());

  const at = (base: string, channel: string) => ({
    whip: `${base}/whip/${channel}`,
    whep: `${base}/whep/${channel}`,
    token,
  });

  async function runThrough(
    rule: Rule,
    broken: Break,
    { url }: ServerUnderTest = server,
  ): Promise<Result | undefined> {
    await using proxy = await BreakingProxy.start(url, broken);
    const channel = channels.pop() ?? '';
    // A rule about all that was answered needs something that was.
    const others = rule.number === 'W17' ? rules.filter(({ number }) => number === 'W3') : [];
    const results = await runRules(at(proxy.url, channel), [...others, rule], at(url, channel));
    return results.at(-1);
  }

  /** A rule that uses a server's patience up wants a fresh one each time. */
  async function runAlone(rule: Rule, broken: Break): Promise<Result | undefined> {
    if (rule.number !== 'W22') return runThrough(rule, broken);
    const own = await ServerUnderTest.start(settings);
    try {
      return await runThrough(rule, broken, own);
    } finally {
      await own.stop();
    }
  }

  test('there is a break for every rule', () => {
    expect(Object.keys(breaks)).toEqual(rules.map(({ number }) => number));
  });

  for (const rule of rules) {
    test(`${rule.number}: ${rule.text}`, async () => {
      expect(await runAlone(rule, () => {})).toMatchObject({ rule, passed: true });
      for (const broken of breaks[rule.number] ?? []) {
        const result = await runAlone(rule, broken);
        expect(result, broken.toString()).toMatchObject({ rule, passed: false });
      }
    });
  }
});
