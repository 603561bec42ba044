import { expect, test } from 'vitest';
import { watchText } from '../text/watch.ts';
import { announcementOf } from './announcement.ts';
import { snapshotOf } from './fake-snapshot.ts';

const { announce } = watchText;

test.each([
  [{ state: { name: 'idle' } }, ''],
  [{ seat: 'live' }, announce.live],
  [{ seat: 'behind' }, announce.behind],
  [{ seat: 'behind', isPaused: true }, announce.paused],
  [{ seat: 'recording' }, announce.recording],
  [{ state: { name: 'interrupted' }, isPublisherAway: true }, announce.away],
  [{ state: { name: 'interrupted' } }, announce.line],
  [{ state: { name: 'ended' } }, announce.ended],
  [{ state: { name: 'ended' }, seat: 'recording' }, announce.recordingEnded],
  [{ state: { name: 'offline' } }, announce.offline],
] as const)('%o is told as %j', (facts, words) => {
  expect(announcementOf(snapshotOf(facts))).toBe(words);
});
