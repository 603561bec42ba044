import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { findingsFolder } from './fuzz/finding.ts';
import { fragmentSubject, offerSubject, runInProcess } from './fuzz/in-process.ts';
import { drawInputs, freshSeed } from './fuzz/inputs.ts';
import { runOverHttp } from './fuzz/over-http.ts';
import { printHttpReport, printReport } from './fuzz/report.ts';

/** Each run tries other inputs; what fails names its seed, and `npm run fuzz` runs it again. */
test.describe('whatever is sent', () => {
  test.describe.configure({ timeout: 180_000 });

  for (const [subject, count] of [
    [offerSubject(), 15_000],
    [fragmentSubject(), 20_000],
  ] as const) {
    test(`${subject.kind}: it is taken or refused by name, soon, and leaves nothing behind`, async () => {
      const options = { seed: freshSeed(), count, folder: findingsFolder };
      const report = await runInProcess(subject, options);
      expect(report.faults, printReport(report)).toEqual([]);
      // A grammar whose texts are all refused at once would find nothing.
      expect(report.taken).toBeGreaterThan(count / 4);
    });
  }

  test('whip: the server answers by name and is none the worse for it', async () => {
    const report = await runOverHttp({ seed: freshSeed(), count: 500, folder: findingsFolder });
    expect(report.faults, printHttpReport(report)).toEqual([]);
    expect(report.statuses['201']).toBeGreaterThan(50);
  });
});

test.describe('a fault is found out', () => {
  const brokenBy = (trial: (text: string) => boolean) => ({ ...offerSubject(), trials: [trial] });
  const at = (folder: string) => ({ seed: 1, count: 5_000, folder });

  test('an error without a name is reported with the smallest input that brings it about', async () => {
    const broken = brokenBy((text) => {
      if (text.includes('a=setup:holdconn')) throw new TypeError('holdconn is not supported');
      return true;
    });
    const folder = test.info().outputPath();
    const { faults, findings } = await runInProcess(broken, at(folder));
    expect(faults).toEqual([expect.stringContaining('TypeError: holdconn is not supported')]);
    const [finding] = findings;
    const kept = await readFile(finding?.file ?? '', 'utf8');
    expect(kept).toContain('a=setup:holdconn');
    expect(finding?.file).toMatch(/sdp-[0-9a-f]{8}\.sdp$/);
    // The same seed finds the same.
    const again = await runInProcess(broken, at(folder));
    expect(again.findings.map(({ file }) => file)).toEqual([finding?.file]);
  });

  test('a reader that is slow is', async () => {
    const broken = brokenBy((text) => {
      const until = performance.now() + (text.includes('__proto__') ? 60 : 0);
      while (performance.now() < until);
      return true;
    });
    const { faults } = await runInProcess(broken, at(test.info().outputPath()));
    expect(faults).toEqual([expect.stringMatching(/It took \d+\.\d ms, not under 50/)]);
  });

  test('a reader that keeps what it read is', async () => {
    const kept: unknown[] = [];
    const broken = brokenBy((text) => kept.push(Array.from({ length: 100 }, () => ({ text }))) > 0);
    const { faults } = await runInProcess(broken, at(test.info().outputPath()));
    expect(faults).toEqual([expect.stringContaining('The heap grew by')]);
  });
});

test('the same seed gives the same inputs, and another one others', () => {
  const { arbitrary } = offerSubject();
  const draw = (seed: number) =>
    [...drawInputs(arbitrary, { seed, count: 300 })].map(({ bytes }) => bytes.toString('base64'));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(8)).not.toEqual(draw(7));
});
