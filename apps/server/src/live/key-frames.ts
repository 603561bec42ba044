import { limits } from '@tallylight/contract';
import type { Clock } from './clock.ts';
import type { Sink } from './sfu.ts';

/**
 * Sees to it that a viewer who joined, or whose publisher changed, gets a key frame: the sink asks for one by
 * itself, and this asks again in every interval until one flows. A request can be lost, and a publisher may
 * ignore it.
 */
export function awaitKeyFrame(sink: Sink, clock: Clock): void {
  if (!sink.tracks.some(({ kind }) => kind === 'video')) return;
  let cancel: (() => void) | undefined;
  let flowing = false;
  const ask = (): void => {
    cancel?.();
    cancel = clock.after(limits.keyFrameIntervalMs, () => {
      sink.requestKeyFrame();
      ask();
    });
  };
  sink.onKeyFrame(() => {
    flowing = true;
    cancel?.();
  });
  sink.onClosed(() => cancel?.());
  sink.onSwap(() => {
    flowing = false;
    ask();
  });
  sink.onConnected(() => {
    if (!flowing) ask();
  });
}
