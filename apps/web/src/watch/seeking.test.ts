import { expect, test } from 'vitest';
import { snapshotOf } from './fake-snapshot.ts';
import { seekingOf } from './seeking.ts';

function setUp(facts: Parameters<typeof snapshotOf>[0]) {
  const done: unknown[] = [];
  const player = {
    timeline: { get: () => ({ startMs: 1_000, endMs: 9_000, positionMs: 5_000 }) },
    seekTo: (ms: number) => done.push(['seekTo', ms]),
    seekBy: (s: number) => done.push(['seekBy', s]),
    toLive: () => done.push('toLive'),
    play: async () => {
      done.push('play');
    },
  };
  return { done, seeking: seekingOf(player, snapshotOf(facts)) };
}

test('of what is on air the end is live', () => {
  const { done, seeking } = setUp({ seat: 'behind' });
  seeking.toStart();
  seeking.by(-5);
  seeking.toEnd();
  expect(done).toEqual([['seekTo', 1_000], ['seekBy', -5], 'toLive']);
});

test('a recording ends where it ends, and plays on from where one goes back to', () => {
  const { done, seeking } = setUp({ seat: 'recording', state: { name: 'ended' } });
  seeking.toEnd();
  seeking.to(4_000);
  expect(done).toEqual([['seekTo', 9_000], ['seekTo', 4_000], 'play']);
});
