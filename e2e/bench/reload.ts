import { WatchPage } from '../pages/watch-page.ts';
import { percentile } from './report.ts';
import type { Stage } from './stage.ts';

const reloadsCount = 7;

/** A publisher who reloads the page on air: how long a viewer's picture stands still, and how often it joins anew. */
export async function measureReload(
  stage: Stage,
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const studio = await stage.studio();
  studio.page.on('dialog', (dialog) => void dialog.accept());
  await studio.goLive();
  const context = await stage.viewer();
  const watch = new WatchPage(await context.newPage());
  await watch.open(stage.server.channel);
  await watch.expectState('live');
  const frozen: number[] = [];
  const returned: number[] = [];
  for (let round = 0; round < reloadsCount; round += 1) {
    await watch.expectMoving(60);
    await watch.recordGaps();
    const begun = performance.now();
    await studio.page.reload();
    await studio.expectState('on-air');
    returned.push(performance.now() - begun);
    await watch.expectMoving(60);
    frozen.push(await watch.longestGapMs());
  }
  return {
    samples: frozen.length,
    metrics: {
      frozenP50Ms: percentile(frozen, 0.5),
      frozenMaxMs: percentile(frozen, 1),
      onAirAgainP50Ms: percentile(returned, 0.5),
      viewerSessions: watch.sessions,
    },
  };
}
