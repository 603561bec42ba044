import Hls from 'hls.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHls } from './hls-library.ts';

/** A field of its internals, which the types hide. */
function paddingOf(hls: Hls): unknown {
  const { streamController } = hls as unknown as {
    streamController: { fragmentTracker: { bufferPadding?: number } };
  };
  return streamController.fragmentTracker.bufferPadding;
}

beforeEach(() => {
  vi.stubGlobal('self', globalThis);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('a segment is loaded when all of it is, short last part and all', () => {
  const plain = new Hls();
  // Were the field to change its name, it would be set in vain.
  expect(paddingOf(plain)).toBe(0.2);
  plain.destroy();
  const ours = createHls(() => null);
  expect(paddingOf(ours)).toBe(0.01);
  ours.destroy();
});

test('no request is tried again by hls.js itself', () => {
  const hls = createHls(() => null);
  const { manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy } = hls.config;
  for (const policy of [manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy]) {
    expect(policy.default).toMatchObject({ errorRetry: null, timeoutRetry: null });
  }
  hls.destroy();
});
