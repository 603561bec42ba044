import { readFile } from 'node:fs/promises';
import { limits } from '@tallylight/contract';
import { ServerUnderTest } from '../rig/server-under-test.ts';

const offer = new URL(
  '../../packages/protocol/fixtures/offers/chromium-156-simulcast.whip.sdp',
  import.meta.url,
);
const postsCount = 500;
const floodMs = 10_000;
/** How long after the last one was freed memory is looked at. */
const settleMs = 3_000;

/**
 * Offers from somebody with the key who never connects: how many are taken, and what memory stays. The rate
 * limit of the address is off, so that each one gets as far as the channel lets it.
 */
export async function measureFlood(): Promise<{
  samples: number;
  metrics: Record<string, number>;
}> {
  const server = await ServerUnderTest.start({ TALLYLIGHT_SESSION_RATE: '0' });
  try {
    const body = await readFile(offer, 'utf8');
    // As many before, twice: a young process grows until V8 has collected its first garbage, whatever is asked.
    const fresh = await server.footprint();
    await flood(server, body, 2 * postsCount, floodMs / 2);
    await allFreed();
    const before = await server.footprint();
    const statuses = await flood(server, body, postsCount, floodMs);
    await allFreed();
    const after = await server.footprint();
    return {
      samples: postsCount,
      metrics: {
        taken: statuses.filter((status) => status === 201).length,
        refusedWith429: statuses.filter((status) => status === 429).length,
        refusedOtherwise: statuses.filter((status) => status !== 201 && status !== 429).length,
        nodeGrowthColdMb: Math.round((before.nodeMb - fresh.nodeMb) * 10) / 10,
        nodeGrowthMb: Math.round((after.nodeMb - before.nodeMb) * 10) / 10,
        workerGrowthMb: Math.round((after.workerMb - before.workerMb) * 10) / 10,
      },
    };
  } finally {
    await server.stop();
  }
}

async function flood(
  server: ServerUnderTest,
  body: string,
  count: number,
  withinMs: number,
): Promise<number[]> {
  const begun = performance.now();
  const posts: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const waitMs = begun + (index * withinMs) / count - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));
    posts.push(post(server, body));
  }
  return Promise.all(posts);
}

async function post({ whip, key }: ServerUnderTest, body: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/sdp' };
  const response = await fetch(whip, { method: 'POST', headers, body });
  await response.text();
  return response.status;
}

function allFreed(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, limits.connectMs + settleMs));
}
