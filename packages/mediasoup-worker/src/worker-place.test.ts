import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findWorkerPlace, userCacheFolder } from './worker-place.ts';

it.each([
  [{ XDG_CACHE_HOME: '/xdg', HOME: '/home/a' }, '/xdg'],
  [{ XDG_CACHE_HOME: 'relative', HOME: '/home/a' }, '/home/a/.cache'],
  [{ XDG_CACHE_HOME: '', HOME: '/home/a' }, '/home/a/.cache'],
  [{ HOME: '/home/a' }, '/home/a/.cache'],
])('takes the cache folder from %j', (env, folder) => {
  expect(userCacheFolder(env)).toBe(folder);
});

it('keys the place by version, platform and recipe', async () => {
  const place = await findWorkerPlace({ XDG_CACHE_HOME: '/xdg' });
  const key = `${place.mediasoup.version}-${place.platform}-${place.recipe.hash}`;
  expect(place.mediasoup.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(place.binary).toBe(join('/xdg/tallylight/mediasoup-worker', key, 'mediasoup-worker'));
});
