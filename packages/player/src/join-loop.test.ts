import { SessionError } from '@tallylight/webrtc';
import { ManualTime, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import type { WatchedBroadcast, WatchedChannel } from './channel.ts';
import { JoinLoop } from './join-loop.ts';
import { FakeWatchSession } from './testing/fake-watch-session.ts';

const offAir = SessionError.refused(
  { problem: { type: 'x', title: 'x', status: 409, code: 'channel_off_air' }, retryAfterMs: 1_000 },
  'off-air',
);
const unreachable = SessionError.unreachable('/whep', new TypeError());
const unknown = SessionError.refused(
  { problem: { type: 'x', title: 'x', status: 404, code: 'channel_unknown' }, retryAfterMs: null },
  'off-air',
);

function make() {
  const time = new ManualTime();
  const sessions: FakeWatchSession[] = [];
  const events: string[] = [];
  let state: WatchedBroadcast['state'] | 'none' | 'unreadable' = 'none';
  let reads = 0;
  const loop = new JoinLoop({
    environment: time,
    random: () => 0,
    createSession: () => {
      const session = new FakeWatchSession();
      sessions.push(session);
      return session;
    },
    readChannel: async (): Promise<WatchedChannel | null> => {
      reads += 1;
      if (state === 'unreadable') return null;
      if (state === 'none') return { broadcast: null };
      return { broadcast: { id: 'b', state, captureClockOffsetMs: null } };
    },
    granted: () => events.push('granted'),
    connected: () => events.push('connected'),
    lost: () => events.push('lost'),
    happened: (event) => events.push(event.name),
  });
  return {
    time,
    sessions,
    events,
    loop,
    reads: () => reads,
    channelIs: (next: typeof state) => {
      state = next;
    },
    last: (): FakeWatchSession => sessions.at(-1) ?? expect.fail('no session yet'),
  };
}

test('a session is asked for, granted, connected, and lost; the next follows at once', async () => {
  const { loop, events, last, sessions, time } = make();
  loop.start();
  last().grant('video');
  last().connect();
  await settle();
  loop.flowing();
  expect(events).toEqual(['answered', 'granted', 'connected']);
  last().fail(SessionError.lost());
  await time.advance(0);
  expect(events.slice(3)).toEqual(['lost']);
  expect(sessions).toHaveLength(2);
  loop.stop();
});

test('off air it reads the channel, more and more slowly, and joins when it is live', async () => {
  const { loop, events, last, sessions, time, channelIs, reads } = make();
  loop.start();
  last().fail(offAir);
  await time.advance(20_000);
  expect(events).toEqual(['lost', 'off-air']);
  expect(sessions).toHaveLength(1);
  expect(reads()).toBeLessThan(12);
  channelIs('live');
  await time.advance(3_000);
  expect(sessions).toHaveLength(2);
  loop.stop();
});

test('a broadcast that begins is joined as soon as it is live', async () => {
  const { loop, last, sessions, time, channelIs } = make();
  loop.start();
  last().fail(offAir);
  channelIs('publishing');
  await time.advance(1_500);
  channelIs('live');
  await time.advance(250);
  expect(sessions).toHaveLength(2);
  loop.stop();
});

test('one that begins for ever is not asked for four times a second for ever', async () => {
  const { loop, last, time, channelIs, reads } = make();
  loop.start();
  last().fail(offAir);
  channelIs('publishing');
  await time.advance(60_000);
  expect(reads()).toBeLessThan(45);
  loop.stop();
});

test('while a publisher is awaited back the channel is read every second', async () => {
  const { loop, last, time, channelIs, reads } = make();
  loop.start();
  last().fail(offAir);
  channelIs('interrupted');
  await time.advance(30_000);
  expect(reads()).toBeGreaterThanOrEqual(29);
  loop.stop();
});

test('a channel that can not be read is asked for a session instead', async () => {
  const { loop, last, sessions, time, channelIs } = make();
  loop.start();
  channelIs('unreadable');
  last().fail(offAir);
  await time.advance(1_000);
  expect(sessions).toHaveLength(2);
  last().fail(offAir);
  await time.advance(1_250);
  expect(sessions).toHaveLength(3);
  loop.stop();
});

test('failures wait longer and longer; after 15 s of them the viewer is told, and tries go on', async () => {
  const { loop, last, sessions, events, time } = make();
  loop.start();
  for (let passedMs = 0; passedMs < 40_000; passedMs += 250) {
    if (last().getState().name === 'new') last().fail(unreachable);
    await time.advance(250);
    if (passedMs < 14_000) expect(events).not.toContain('gave-up');
  }
  expect(events).toContain('gave-up');
  expect(sessions.length).toBeGreaterThan(8);
  expect(sessions.length).toBeLessThan(25);
  loop.stop();
});

test('what flowed in between is a new beginning', async () => {
  const { loop, last, events, time } = make();
  loop.start();
  for (let round = 0; round < 10; round += 1) {
    last().fail(unreachable);
    await time.advance(8_000);
    last().grant('video');
    last().connect();
    await settle();
    loop.flowing();
    last().fail(SessionError.lost());
    await time.advance(250);
  }
  expect(events).not.toContain('gave-up');
  loop.stop();
});

test('what can not succeed is not tried again until it is asked for', async () => {
  const { loop, last, sessions, events, time } = make();
  loop.start();
  last().fail(unknown);
  await time.advance(60_000);
  expect(events).toEqual(['lost', 'gave-up']);
  expect(sessions).toHaveLength(1);
  expect(loop.isRunning).toBe(false);
  loop.start();
  expect(sessions).toHaveLength(2);
  loop.stop();
});

test('starting again cuts a wait short', async () => {
  const { loop, last, sessions, time } = make();
  loop.start();
  last().fail(offAir);
  await time.advance(100);
  loop.start();
  await settle();
  expect(sessions).toHaveLength(2);
  loop.stop();
  await settle();
  expect(time.armed).toBe(0);
});

test('a session that brings nothing is replaced', async () => {
  const { loop, last, sessions, events, time } = make();
  loop.start();
  last().grant('video');
  last().connect();
  await settle();
  loop.replace();
  await time.advance(250);
  expect(events.at(-1)).toBe('lost');
  expect(sessions).toHaveLength(2);
  loop.stop();
});

test.each(['asking', 'connected', 'waiting'])(
  'it stops while %s, and leaves no timer',
  async (when) => {
    const { loop, last, sessions, events, time } = make();
    loop.start();
    if (when === 'connected') last().connect();
    if (when === 'waiting') last().fail(offAir);
    await settle();
    loop.stop();
    await settle();
    expect(events.at(when === 'waiting' ? 0 : -1)).toBe('lost');
    await time.advance(60_000);
    expect(sessions).toHaveLength(1);
    expect(time.armed).toBe(0);
  },
);
