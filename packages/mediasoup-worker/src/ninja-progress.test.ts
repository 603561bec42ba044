import { expect, it } from 'vitest';
import { parseNinjaProgress } from './ninja-progress.ts';

it.each([
  ['[12/279] Compiling C++ object a.o', { done: 12, total: 279 }],
  ['[279/279] Linking target mediasoup-worker', { done: 279, total: 279 }],
  ['ninja: Entering directory `out', undefined],
  ["../src/a.cpp:3: warning: '[1/2] '", undefined],
  ['[3/0] never', undefined],
  ['[9/8] never', undefined],
])('reads %j', (line, progress) => {
  expect(parseNinjaProgress(line)).toEqual(progress);
});
