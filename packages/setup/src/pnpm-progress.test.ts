import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PnpmProgress } from './pnpm-progress.js';

/** What a real install wrote, cut down to two of its packages. */
const install = fixture('pnpm-install.ndjson');

describe('PnpmProgress', () => {
  it('goes from unknown to 1 and never back', () => {
    const progress = new PnpmProgress();
    expect(progress.fraction).toBeUndefined();
    const fractions = install.map((line) => {
      progress.read(line);
      return progress.fraction ?? 0;
    });
    const afterResolving = fractions.slice(fractions.findIndex((fraction) => fraction > 0));
    expect(afterResolving).toEqual(afterResolving.toSorted((a, b) => a - b));
    expect(progress.fraction).toBe(1);
    expect(progress.detail).toBe('2 of 2 packages, 53 MB');
  });

  it('counts the part of a package that has been fetched', () => {
    const progress = new PnpmProgress();
    for (const line of install) {
      progress.read(line);
      if (line.includes('"downloaded":17539072')) break;
    }
    // The small package is fetched and in place, the large one a third fetched, of four things to do.
    expect(progress.fraction).toBeCloseTo((2 + 17_539_072 / 52_504_722) / 4, 6);
  });

  it('keeps nothing of an install without a fault: no npm settings, no engine of the older Node', () => {
    const progress = new PnpmProgress();
    expect(
      install.map((line) => progress.read(line)).filter((words) => words !== undefined),
    ).toEqual([]);
  });

  it('keeps the words of an error, and lines that are not events', () => {
    const progress = new PnpmProgress();
    const [error = ''] = fixture('pnpm-outdated-lock.ndjson');
    expect(progress.read(error)).toContain('pnpm-lock.yaml is not up to date');
    expect(progress.read('npm error code ENOTFOUND')).toBe('npm error code ENOTFOUND');
    expect(progress.read('{ "name": ')).toBe('{ "name": ');
  });
});

function fixture(name: string): string[] {
  const text = readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}
