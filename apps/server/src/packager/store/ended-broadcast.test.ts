import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EndedBroadcast } from './ended-broadcast.ts';
import { Recording } from './recording.ts';
import { openStore, trackNamed } from './testing/live-store.ts';

const tracks = ['720p', 'audio'];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tallylight-ended-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Twenty segments, of which the last ten are in the live window. */
async function end() {
  const { store, run } = openStore({ folder, dvrS: 20 });
  store.beginPeriod(tracks.map(trackNamed));
  run(tracks, 0, 20);
  store.end();
  await store.written;
  const recording = await Recording.open(folder);
  return { store, recording, ended: new EndedBroadcast(recording, store) };
}

test('a broadcast that has just ended is whole, and its last parts can be had', async () => {
  const { store, recording, ended } = await end();
  expect(store.segments('720p')?.[0]?.msn).toBe(10);
  expect(ended).toMatchObject({
    hasEnded: true,
    broadcast: store.broadcast,
    channel: store.channel,
    epochMs: store.epochMs,
    targetDurationS: store.targetDurationS,
    partTargetS: store.partTargetS,
    renditions: store.renditions,
  });
  for (const id of tracks) {
    const segments = ended.segments(id) ?? [];
    expect(segments.map((segment) => ({ ...segment, parts: [] }))).toEqual(recording.segments(id));
    expect(segments.at(-1)?.parts).toHaveLength(6);
    expect(ended.part(id, 19, 5)).toEqual(store.part(id, 19, 5));
    expect(ended.part(id, 0, 0)).toBeNull();
    for (const msn of [0, 19]) {
      const recorded = await recording.segment(id, msn);
      expect(recorded).not.toBeNull();
      expect(Buffer.from((await ended.segment(id, msn)) ?? [])).toEqual(recorded);
    }
    expect(ended.init(id, 0)).toEqual(store.init(id, 0));
  }
  expect(ended.segments('../b1')).toBeNull();
  expect(ended.part('720p', 19, 6)).toBeNull();
  expect(await ended.segment('720p', 20)).toBeNull();
});

test('what the disk has lost is there for as long as it is in memory', async () => {
  const { store, ended } = await end();
  for (const msn of [0, 19]) rmSync(join(folder, '720p', `${msn}.m4s`));
  expect(await ended.segment('720p', 0)).toBeNull();
  expect(await ended.segment('720p', 19)).toEqual(await store.segment('720p', 19));
  expect(await ended.segment('720p', 19)).not.toBeNull();
});
