import { expect } from '@playwright/test';
import type { WatchPage } from '../pages/watch-page.ts';
import type { MediaRelay } from '../rig/media-relay.ts';
import { type Seam, Sight } from '../rig/sight.ts';

export type HandOvers = {
  readonly toHls: Seam;
  readonly toWebrtc: Seam;
  /** Packets that the cut kept from the viewer: the proof that it acted. */
  readonly droppedPackets: number;
};

/** How long HLS may take to stand in, and WebRTC to be steady again. */
const patienceMs = 20_000;

/** Cuts the media of a viewer who watches over WebRTC, and lets it through again when HLS has taken over. */
export async function handOver(watch: WatchPage, relay: MediaRelay): Promise<HandOvers> {
  const sight = await Sight.of(watch);
  await expect(watch.main).toHaveAttribute('data-via', 'webrtc');
  await watch.expectMoving(45);

  const cutAtMs = await sight.nowMs();
  const before = relay.dropped.toViewer;
  relay.cut();
  await expect(watch.main).toHaveAttribute('data-via', 'hls', { timeout: patienceMs });
  await watch.expectMoving(45);
  const toHls = await sight.longestSeam(cutAtMs);
  const droppedPackets = relay.dropped.toViewer - before;

  relay.pass();
  await expect(watch.main).toHaveAttribute('data-via', 'webrtc', { timeout: patienceMs });
  await watch.expectMoving(30);
  const toWebrtc = await seamOfReturn(sight);
  return { toHls, toWebrtc, droppedPackets };
}

/** The one at which the latency fell most: from HLS to WebRTC. */
async function seamOfReturn(sight: Sight): Promise<Seam> {
  const frames = await sight.frames();
  const seams = frames.slice(1).map((after, index): Seam => {
    const before = frames[index] ?? after;
    const frozenMs = after.atMs - before.atMs;
    const [latencyBeforeMs, latencyAfterMs] = [before.latencyMs, after.latencyMs];
    const skippedMs = frozenMs - (latencyAfterMs - latencyBeforeMs);
    return { frozenMs, skippedMs, latencyBeforeMs, latencyAfterMs };
  });
  const fallOf = (seam: Seam): number => seam.latencyBeforeMs - seam.latencyAfterMs;
  const [steepest] = seams.toSorted((a, b) => fallOf(b) - fallOf(a));
  if (steepest === undefined) throw new Error('No frames were seen.');
  return steepest;
}
