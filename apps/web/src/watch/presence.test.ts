import { limits } from '@tallylight/contract';
import type { Via } from '@tallylight/player';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Presence } from './presence.ts';

const viewer = '6f1c2b9e-8a57-4c0e-9b59-1c1f0e6f7a10';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const said: unknown[] = [];
  const farewells: unknown[] = [];
  const page = new EventTarget();
  const facts: { via: Via } = { via: 'webrtc' };
  const presence = new Presence({
    viewer,
    via: () => facts.via,
    say: (word) => said.push(word),
    sayFarewell: (word) => farewells.push(word),
    timers: {
      setTimeout: (run, delayMs) => setTimeout(run, delayMs) as unknown as number,
      clearTimeout: (handle) => clearTimeout(handle),
    },
    page,
  });
  return { said, farewells, page, facts, presence };
}

test('says at once that the viewer is there, and then every 10 s how the picture comes', () => {
  const { said, facts, presence } = setUp();
  presence.start();
  expect(said).toEqual([{ viewer, via: 'webrtc' }]);
  facts.via = 'hls';
  vi.advanceTimersByTime(limits.presenceEveryMs * 2);
  expect(said.slice(1)).toEqual([
    { viewer, via: 'hls' },
    { viewer, via: 'hls' },
  ]);
  expect(limits.presenceEveryMs).toBe(10_000);
});

test('a page that is left says so, and nothing more until it is back', () => {
  const { said, farewells, page, presence } = setUp();
  presence.start();
  page.dispatchEvent(new Event('pageshow'));
  expect(said).toHaveLength(1);
  page.dispatchEvent(new Event('pagehide'));
  expect(farewells).toEqual([{ viewer, via: 'webrtc', leaving: true }]);
  vi.advanceTimersByTime(limits.presenceEveryMs * 3);
  expect(said).toHaveLength(1);
  page.dispatchEvent(new Event('pageshow'));
  expect(said).toHaveLength(2);
  vi.advanceTimersByTime(limits.presenceEveryMs);
  expect(said).toHaveLength(3);
});

test('says farewell once when it is stopped, and heeds the page no longer', () => {
  const { said, farewells, page, presence } = setUp();
  presence.start();
  presence.stop();
  presence.stop();
  page.dispatchEvent(new Event('pagehide'));
  page.dispatchEvent(new Event('pageshow'));
  vi.advanceTimersByTime(limits.presenceEveryMs * 3);
  expect(said).toHaveLength(1);
  expect(farewells).toHaveLength(1);
  presence.start();
  expect(said).toHaveLength(2);
});
