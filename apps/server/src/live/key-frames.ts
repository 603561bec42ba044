import { limits } from '@tallylight/contract';
import type { Clock } from './clock.ts';
import type { Sink } from './sfu.ts';

/**
 * Sees to it that a viewer who joined gets a key frame: the sink asks for one when it connects, and this asks
 * again in every interval until one flows. A request can be lost, and a publisher may ignore it.
 */
export function awaitKeyFrame(sink: Sink, clock: Clock): void {
  if (!sink.tracks.some(({ kind }) => kind === 'video')) return;
  let cancel: (() => void) | undefined;
  let done = false;
  const ask = (): void => {
    cancel = clock.after(limits.keyFrameIntervalMs, () => {
      sink.requestKeyFrame();
      ask();
    });
  };
  const stop = (): void => {
    done = true;
    cancel?.();
  };
  sink.onKeyFrame(stop);
  sink.onClosed(stop);
  sink.onConnected(() => {
    if (!done) ask();
  });
}
