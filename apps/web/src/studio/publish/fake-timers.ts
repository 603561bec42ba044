import type { Timers } from '@tallylight/webrtc';

/** Timers that follow the test's clock: global functions are looked up at each call. */
export const globalTimers: Timers = {
  setTimeout: (run, delayMs) => setTimeout(run, delayMs) as unknown as number,
  clearTimeout: (handle) => clearTimeout(handle),
};
