import { expect, test } from 'vitest';
import {
  type BroadcastEvent,
  type BroadcastState,
  lastOnAirMs,
  transition,
} from './broadcast-state.ts';

const publishing: BroadcastState = { name: 'publishing' };
const live: BroadcastState = { name: 'live', startedAtMs: 1 };
const interrupted: BroadcastState = { name: 'interrupted', startedAtMs: 1, sinceMs: 2 };
const ended: BroadcastState = { name: 'ended', startedAtMs: 1, endedAtMs: 3 };

test.each<[BroadcastState, BroadcastEvent['type'], BroadcastState]>([
  [publishing, 'media', { name: 'live', startedAtMs: 9 }],
  [publishing, 'lost', { name: 'ended', startedAtMs: null, endedAtMs: 9 }],
  [publishing, 'end', { name: 'ended', startedAtMs: null, endedAtMs: 9 }],
  [live, 'media', live],
  [live, 'lost', { name: 'interrupted', startedAtMs: 1, sinceMs: 9 }],
  [live, 'end', { name: 'ended', startedAtMs: 1, endedAtMs: 9 }],
  [interrupted, 'media', { name: 'live', startedAtMs: 1 }],
  [interrupted, 'lost', interrupted],
  [interrupted, 'end', { name: 'ended', startedAtMs: 1, endedAtMs: 9 }],
  [ended, 'media', ended],
  [ended, 'lost', ended],
  [ended, 'end', ended],
])('$name and %s', (state, type, expected) => {
  expect(transition(state, { type, atMs: 9 })).toEqual(expected);
});

test.each<[BroadcastState, number | null]>([
  [publishing, null],
  [live, 1],
  [interrupted, 2],
  [ended, 3],
  [{ name: 'ended', startedAtMs: null, endedAtMs: 3 }, null],
])('%j was on air last at %j', (state, atMs) => {
  expect(lastOnAirMs(state)).toBe(atMs);
});
