import { pages } from '@tallylight/contract';
import { WatchPage } from '../pages/watch-page.ts';
import { lasting } from '../rig/lasting.ts';
import { MediaRelay } from '../rig/media-relay.ts';
import { untilPackaged } from '../rig/packaging-test.ts';
import { firstSight } from '../scenes/first-sight.ts';
import { type HandOvers, handOver } from '../scenes/hand-over.ts';
import { hideAndReturn } from '../scenes/hidden.ts';
import { pageBackMs, type Rewind, rewind } from '../scenes/rewind.ts';
import { percentile } from './report.ts';
import type { Stage } from './stage.ts';

const firstFramesCount = 20;
const roundsCount = 5;
/** How long a tab is hidden, in ms. */
const hiddenMs = 120_000;
/** Longer than the interval in which a publisher is asked for one key frame: each join gets its own. */
const betweenJoinsMs = 1_300;

/** What a viewer's page does: the first picture, hand-overs between WebRTC and HLS, and going back. */
export async function measurePlayer(
  stage: Stage,
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const { firstFrames, blocked } = await openElsewhere(stage);
  const studio = await stage.studio();
  await studio.goLive();
  await untilPackaged(stage.server, pageBackMs + 5_000);
  const besideStudio = await repeat(firstFramesCount, () => openCold(stage));
  const seams = await repeat(roundsCount, () => cutMedia(stage));
  const rewinds = await goBack(stage);
  const returns = await hideAndReturn(stage.server, hiddenMs);
  const returnMs = (from: string): number => {
    const found = returns.find(({ via }) => via === from);
    if (found?.wasHidden !== true) throw new Error(`Nobody who watched over ${from} was hidden.`);
    return Math.round(found.tookMs);
  };
  const all = (of: (one: HandOvers) => number): number[] => seams.map(of);
  return {
    samples:
      firstFrames.length +
      besideStudio.length +
      blocked.length +
      seams.length +
      rewinds.length +
      returns.length,
    metrics: {
      firstFrameP50Ms: percentile(firstFrames, 0.5),
      firstFrameP95Ms: percentile(firstFrames, 0.95),
      firstFrameBesideStudioP50Ms: percentile(besideStudio, 0.5),
      firstFrameBesideStudioP95Ms: percentile(besideStudio, 0.95),
      blockedToHlsMs: percentile(blocked, 0.5),
      blockedToHlsMaxMs: percentile(blocked, 1),
      toHlsFrozenP50Ms: percentile(
        all(({ toHls }) => toHls.frozenMs),
        0.5,
      ),
      toHlsFrozenP95Ms: percentile(
        all(({ toHls }) => toHls.frozenMs),
        0.95,
      ),
      toHlsSkippedMs: percentile(
        all(({ toHls }) => Math.abs(toHls.skippedMs)),
        1,
      ),
      toWebrtcFrozenP95Ms: percentile(
        all(({ toWebrtc }) => toWebrtc.frozenMs),
        0.95,
      ),
      toWebrtcSkippedMs: percentile(
        all(({ toWebrtc }) => toWebrtc.skippedMs),
        0.5,
      ),
      droppedPackets: Math.min(...all(({ droppedPackets }) => droppedPackets)),
      rewindMs: percentile(
        rewinds.map(({ tookMs }) => tookMs),
        0.5,
      ),
      rewindMaxMs: percentile(
        rewinds.map(({ tookMs }) => tookMs),
        1,
      ),
      rewindErrorFrames: percentile(
        rewinds.map(({ errorFrames }) => errorFrames),
        1,
      ),
      returnWebrtcMs: returnMs('webrtc'),
      returnHlsMs: returnMs('hls'),
      rewindErrorP50Ms: percentile(
        rewinds.map(({ errorMs }) => Math.abs(errorMs)),
        0.5,
      ),
    },
  };
}

/**
 * Viewers of a publisher who needs little of this machine: a studio that encodes three layers takes most of two cores,
 * and no viewer has one beside the page.
 */
async function openElsewhere(
  stage: Stage,
): Promise<{ readonly firstFrames: number[]; readonly blocked: number[] }> {
  await using _publisher = await stage.server.publish({ layers: 3 });
  await untilPackaged(stage.server, 5_000);
  return {
    firstFrames: await repeat(firstFramesCount, () => openCold(stage)),
    blocked: await repeat(roundsCount, () => openBlocked(stage)),
  };
}

/** A viewer whose browser has seen nothing of it before, over WebRTC. */
async function openCold(stage: Stage): Promise<number> {
  const context = await stage.viewer();
  const { afterMs, via } = await firstSight(context, stage.server.channel);
  if (via !== 'webrtc') throw new Error(`The first picture came over ${via}.`);
  await lasting(betweenJoinsMs);
  await context.close();
  return afterMs;
}

/** A viewer whose network lets no media through. */
async function openBlocked(stage: Stage): Promise<number> {
  const context = await stage.viewer();
  await using relay = MediaRelay.allBlocked();
  await relay.install(context);
  const { afterMs, via } = await firstSight(context, stage.server.channel);
  if (via !== 'hls') throw new Error(`The first picture came over ${via}.`);
  await context.close();
  return afterMs;
}

async function cutMedia(stage: Stage): Promise<HandOvers> {
  const context = await stage.viewer();
  await using relay = new MediaRelay();
  await relay.install(context);
  const watch = new WatchPage(await context.newPage());
  await watch.open(stage.server.channel);
  await watch.expectState('live');
  const seams = await handOver(watch, relay);
  await context.close();
  return seams;
}

async function goBack(stage: Stage): Promise<Rewind[]> {
  return repeat(roundsCount, async () => {
    const context = await stage.viewer();
    const watch = new WatchPage(await context.newPage());
    await watch.page.goto(pages.watch(stage.server.channel));
    await watch.expectState('live');
    const seen = await rewind(watch);
    await context.close();
    return seen;
  });
}

async function repeat<T>(count: number, run: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let round = 0; round < count; round += 1) all.push(await run());
  return all;
}
