import { viewerIdPattern } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { createViewerId } from './viewer-id.ts';

test.each([
  ['a secure context', crypto],
  [
    'a page over plain HTTP',
    { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) },
  ],
])('in %s it is one that the server takes, and another each time', (_where, source) => {
  const [one, other] = [createViewerId(source), createViewerId(source)];
  expect(one).toMatch(viewerIdPattern);
  expect(one).not.toBe(other);
});
