import { expect } from '@playwright/test';
import type { WatchPage } from '../pages/watch-page.ts';
import { paintedAtMs, Sight } from '../rig/sight.ts';

export type Rewind = {
  /** From the press to the first frame of the moment that was asked for, in ms. */
  readonly tookMs: number;
  /** When that frame was captured, against what was asked for, in ms. */
  readonly errorMs: number;
  /**
   * The same in frames of the broadcast: how many lie between it and the one nearest to what was asked for. A busy
   * publisher's are not evenly apart.
   */
  readonly errorFrames: number;
};

/** What is seen after it lies at least so far before what was seen at the press, in ms. */
const leapMs = 10_000;
/** So much of the broadcast is looked at before and after a moment, in ms. */
const aroundMs = 300;
/** What Page down on the seek bar goes back by, in ms. */
export const pageBackMs = 30_000;

/** Goes back from live by one page of the seek bar, and tells what was seen then. */
export async function rewind(watch: WatchPage): Promise<Rewind> {
  await expect(watch.main).toHaveAttribute('data-via', 'webrtc');
  const sight = await Sight.of(watch);
  await watch.expectMoving(30);
  await watch.seek.focus();
  await watch.page.evaluate(notePress);
  await watch.page.keyboard.press('PageDown');
  await expect(watch.main).toHaveAttribute('data-seat', 'behind');
  await expect(watch.main).toHaveAttribute('data-via', 'hls');
  await watch.expectMoving(10);
  const pressedAtMs = await watch.page.evaluate(
    () => (window as unknown as { pressedAtMs: number }).pressedAtMs,
  );
  const frames = await sight.frames();
  const before = frames.findLast(({ atMs }) => atMs <= pressedAtMs);
  if (before === undefined) throw new Error('Nothing was seen before the press.');
  const after = frames.find(
    (frame) => frame.atMs > pressedAtMs && paintedAtMs(frame) < paintedAtMs(before) - leapMs,
  );
  if (after === undefined) throw new Error('Nothing of before was seen.');
  const askedMs = paintedAtMs(before) - pageBackMs;
  return {
    tookMs: after.atMs - pressedAtMs,
    errorMs: paintedAtMs(after) - askedMs,
    errorFrames: framesApart(
      await paintedAround(watch, sight, askedMs),
      askedMs,
      paintedAtMs(after),
    ),
  };
}

/** Goes back a little further, and tells of all frames that are seen until some time after a moment. */
async function paintedAround(watch: WatchPage, sight: Sight, atMs: number): Promise<number[]> {
  const wentBackAtMs = await sight.nowMs();
  await watch.page.keyboard.press('ArrowLeft');
  const seen = async (): Promise<number[]> =>
    (await sight.frames()).filter((frame) => frame.atMs > wentBackAtMs).map(paintedAtMs);
  const isPassed = (painted: readonly number[]): boolean =>
    painted.some((ms) => ms < atMs - aroundMs) && painted.some((ms) => ms > atMs + aroundMs);
  await expect.poll(async () => isPassed(await seen()), { timeout: 20_000 }).toBe(true);
  return [...new Set(await seen())].toSorted((a, b) => a - b);
}

/** How many frames one moment is from another, each being that of the frame nearest to it. */
function framesApart(paintedMs: readonly number[], oneMs: number, otherMs: number): number {
  const nearest = (ms: number): number => {
    const distances = paintedMs.map((painted) => Math.abs(painted - ms));
    return distances.indexOf(Math.min(...distances));
  };
  return Math.abs(nearest(oneMs) - nearest(otherMs));
}

/** Notes when the next key was pressed; runs in the page. */
function notePress(): void {
  const note = (): void => {
    Object.assign(window, { pressedAtMs: performance.timeOrigin + performance.now() });
  };
  addEventListener('keydown', note, { capture: true, once: true });
}
