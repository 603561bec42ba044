import { expect, test } from 'vitest';
import { skeletonOf } from './skeleton.ts';

test.each([
  ['owner', 'Owner'],
  ['owner', 'OWNER'],
  ['owner', '0wner'],
  ['owner', '\u041ewner'],
  ['owner', '\u043ewn\u0435r'],
  ['owner', '\uff4fwner'],
  ['owner', 'o w n e r'],
  ['owner', 'ow\u200bner'],
  ['owner', 'o\u0301wner'],
  ['owner', '~owner~'],
  ['admin', 'ADMIN'],
  ['admin', 'Adm1n'],
  ['admin', 'adrnin'],
  ['Alice', 'AIice'],
  ['paypal', '\u0440\u0430\u0443\u0440\u0430l'],
])('%s looks like %s', (name, like) => {
  expect(skeletonOf(like)).toBe(skeletonOf(name));
});

test.each([
  ['anna', 'hanna'],
  ['Guest 1234', 'Guest 1235'],
  ['\u65e5\u672c', '\u4e2d\u56fd'],
  ['\u{1f44d}', '\u{1f44e}'],
])('%s does not look like %s', (name, other) => {
  expect(skeletonOf(other)).not.toBe(skeletonOf(name));
});

test('what is nothing but symbols looks like itself', () => {
  expect(skeletonOf('\u2603')).toBe('\u2603');
});
