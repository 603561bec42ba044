import { Agent, request } from 'node:http';
import type { Pushed } from './pinned-server.ts';

/** How many players wait for each part, and for how many parts. */
const players = 200;
const parts = 24;

/** Where in time a part is. */
type Place = { readonly msn: number; readonly part: number };

/**
 * Lets many players wait for the playlist with the next part, time after time.
 *
 * @param pushed when each part came, filled in by the origin as it goes
 * @returns how long after its part a playlist had come over, in ms: for each player and part
 */
export async function waitForParts(
  url: string,
  pushed: ReadonlyMap<string, Pushed>,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: players });
  const arrivals: { readonly place: Place; readonly atMs: number }[] = [];
  const last = [...pushed.values()].at(-1);
  if (last === undefined) throw new Error('The origin has nothing yet.');
  const play = async (): Promise<void> => {
    let place = following(last);
    for (let index = 0; index < parts; index += 1) {
      const query = `_HLS_msn=${place.msn}&_HLS_part=${place.part}`;
      await get(agent, `${url}/media/live/b1/720p.m3u8?${query}`);
      arrivals.push({ place, atMs: performance.timeOrigin + performance.now() });
      place = following(place);
    }
  };
  await Promise.all(Array.from({ length: players }, play));
  agent.destroy();
  return arrivals.flatMap(({ place, atMs }) => {
    const one = pushed.get(keyOf(place));
    return one === undefined ? [] : [atMs - one.atMs];
  });
}

export function keyOf({ msn, part }: Place): string {
  return `${msn}.${part}`;
}

/** The feeder makes six parts a segment. */
function following({ msn, part }: Place): Place {
  return part === 5 ? { msn: msn + 1, part: 0 } : { msn, part: part + 1 };
}

function get(agent: Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent }, (incoming) => {
      if (incoming.statusCode !== 200) reject(new Error(`${url}: ${incoming.statusCode}`));
      incoming.resume();
      incoming.once('end', resolve);
      incoming.once('error', reject);
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
