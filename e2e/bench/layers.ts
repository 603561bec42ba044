import { type ChannelView, routes } from '@tallylight/contract';
import type { ServerUnderTest } from '../rig/server-under-test.ts';
import { percentile } from './report.ts';
import type { Stage } from './stage.ts';

const roundsCount = 7;
const lookMs = 10;
/** Longer than a layer is kept that nobody takes, and the server's notice that it stopped. */
const patienceMs = 20_000;

/** Layers that rested at the studio: from a viewer's POST until all of them come in at the server again. */
export async function measureLayers(
  stage: Stage,
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const { server } = stage;
  const studio = await stage.studio();
  await studio.goLive();
  const back: number[] = [];
  for (let round = 0; round < roundsCount; round += 1) {
    await until(server, (flowing) => flowing.filter(Boolean).length === 1);
    const begun = performance.now();
    const viewer = server.watch();
    await until(server, (flowing) => flowing.every(Boolean));
    back.push(performance.now() - begun);
    await (await viewer).end();
  }
  return {
    samples: back.length,
    metrics: { backP50Ms: percentile(back, 0.5), backMaxMs: percentile(back, 1) },
  };
}

/** Looks at which layers come in until they are as wanted. */
async function until(
  server: ServerUnderTest,
  wanted: (flowing: boolean[]) => boolean,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const response = await fetch(server.url + routes.channel(server.channel));
    const { broadcast } = (await response.json()) as ChannelView;
    const flowing = (broadcast?.layers ?? []).map(({ active }) => active);
    if (flowing.length > 1 && wanted(flowing)) return;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  throw new Error('The layers never came to what was waited for.');
}
