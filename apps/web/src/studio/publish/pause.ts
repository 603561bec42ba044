import type { Timers } from '@tallylight/webrtc';

/** Resolves after `delayMs`, or as soon as `signal` aborts; it never rejects. */
export function pause(
  timers: Timers,
  wait: { readonly delayMs: number; readonly signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve) => {
    if (wait.signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      timers.clearTimeout(timer);
      wait.signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = timers.setTimeout(done, wait.delayMs);
    wait.signal.addEventListener('abort', done);
  });
}
