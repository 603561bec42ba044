import { describe, expect, it } from 'vitest';
import { formatDuration, percent, progressLine } from './progress-bar.js';

const progress = { name: 'Build', elapsedMs: 1_234, fraction: 0.5, detail: 'a detail' };

describe('progressLine', () => {
  it('shows a bar where it is known how far the step is', () => {
    expect(progressLine(progress, 80)).toBe(
      '⠴  Build  ████████████░░░░░░░░░░░░  50 %  1.2 s  a detail',
    );
  });

  it('shows none where it is not', () => {
    expect(progressLine({ ...progress, fraction: undefined }, 80)).toBe(
      '⠴  Build  1.2 s  a detail',
    );
  });

  it('never fills the last column', () => {
    const line = progressLine({ ...progress, detail: 'long '.repeat(50) }, 40);
    expect([...line]).toHaveLength(39);
    expect(line.endsWith('…')).toBe(true);
  });
});

it('says 100 % only when all is done', () => {
  expect(percent(0.999)).toBe('99 %');
  expect(percent(1.2)).toBe('100 %');
});

it.each([
  [40, '0.0 s'],
  [59_900, '59.9 s'],
  [59_960, '1 min 0 s'],
  [192_400, '3 min 12 s'],
])('says %i ms as %s', (durationMs, words) => {
  expect(formatDuration(durationMs)).toBe(words);
});
