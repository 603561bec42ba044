import { expect, it } from 'vitest';
import { compileJobs } from './build.ts';

it.each([
  [2, 8e9, 2],
  [16, 3e9, 4],
  [8, 1e8, 1],
])('runs %i processors with %i bytes free as %i jobs', (processors, free, jobs) => {
  expect(compileJobs(processors, free)).toBe(jobs);
});
