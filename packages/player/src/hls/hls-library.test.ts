import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHls } from './hls-library.ts';

beforeEach(() => {
  vi.stubGlobal('self', globalThis);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('no request is tried again by hls.js itself', () => {
  const hls = createHls(() => null);
  const { manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy } = hls.config;
  for (const policy of [manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy]) {
    expect(policy.default).toMatchObject({ errorRetry: null, timeoutRetry: null });
  }
  hls.destroy();
});
