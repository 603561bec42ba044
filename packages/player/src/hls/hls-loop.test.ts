import { ManualTime, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import type { WatchedBroadcast } from '../channel.ts';
import { PlaybackError } from '../playback-error.ts';
import { HlsLoop, type HlsOutcomes } from './hls-loop.ts';
import type { HlsSession } from './hls-session.ts';

/** A session in the hands of a test. */
type FakeSession = HlsSession & {
  readonly outcomes: HlsOutcomes;
  readonly resumed: PlaybackError[];
  isClosed: boolean;
};

function fakeSession(outcomes: HlsOutcomes): FakeSession {
  const session: FakeSession = {
    media: null,
    layers: [],
    outcomes,
    resumed: [],
    isClosed: false,
    start: () => {},
    resume: (error) => session.resumed.push(error),
    toLive: () => {},
    toMoment: () => {},
    span: null,
    facts: () => null,
    setMaxHeight: () => {},
    capturedAtMs: () => null,
    close: () => {
      session.isClosed = true;
    },
  };
  return session;
}

const running = { state: 'running', heights: [720] } as const;

function make() {
  const time = new ManualTime();
  const sessions: FakeSession[] = [];
  const happened: string[] = [];
  let broadcast: WatchedBroadcast | null = {
    id: 'one',
    state: 'live',
    captureClockOffsetMs: 0,
    packaging: running,
  };
  const loop = new HlsLoop({
    environment: time,
    random: () => 0.5,
    readChannel: async () => ({ broadcast }),
    createSession: async (outcomes) => {
      const session = fakeSession(outcomes);
      sessions.push(session);
      return session;
    },
    happened: (event) =>
      happened.push(event.name === 'gave-up' ? `gave-up ${event.error.message}` : event.name),
    holds: () => {},
  });
  const last = (): FakeSession => {
    const session = sessions.at(-1);
    if (session === undefined) throw new Error('There is no session.');
    return session;
  };
  const channelIs = (change: Partial<WatchedBroadcast> | null): void => {
    broadcast = change === null || broadcast === null ? null : { ...broadcast, ...change };
  };
  return { time, sessions, happened, loop, last, channelIs };
}

const refused = PlaybackError.network('The playlist', 503);

test('trouble with the network is got over by the same session, at once the first time', async () => {
  const { time, sessions, loop, last } = make();
  loop.start();
  await settle();
  last().outcomes.troubled(refused);
  await time.advance(250);
  expect(sessions).toHaveLength(1);
  expect(last().resumed).toEqual([refused]);
  expect(last().isClosed).toBe(false);
  loop.stop();
});

test('trouble that goes on is waited for longer and longer, and another session tries', async () => {
  const { time, sessions, loop, last } = make();
  loop.start();
  await settle();
  const waitsMs: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const atMs = time.nowMs();
    const before = sessions.length + last().resumed.length;
    last().outcomes.troubled(refused);
    while (sessions.length + last().resumed.length === before && time.nowMs() - atMs < 10_000) {
      await time.advance(25);
    }
    waitsMs.push(time.nowMs() - atMs);
  }
  expect(waitsMs.slice(0, 4)).toEqual([125, 750, 1_500, 3_000]);
  expect(Math.max(...waitsMs)).toBeLessThanOrEqual(4_000);
  expect(sessions.length).toBeGreaterThan(1);
  expect(sessions[0]?.isClosed).toBe(true);
  loop.stop();
});

test('what flowed since is no failure any more', async () => {
  const { time, sessions, loop, last } = make();
  loop.start();
  await settle();
  for (let round = 0; round < 8; round += 1) {
    last().outcomes.troubled(refused);
    await time.advance(250);
    loop.flowing();
  }
  expect(sessions).toHaveLength(1);
  expect(last().resumed).toHaveLength(8);
  loop.stop();
});

test('while the publisher is away it goes on trying, and tells of no failure', async () => {
  const { time, sessions, happened, loop, last, channelIs } = make();
  loop.start();
  await settle();
  channelIs({ state: 'interrupted' });
  for (let round = 0; round < 10; round += 1) {
    last().outcomes.troubled(refused);
    await time.advance(6_000);
  }
  expect(sessions).toHaveLength(1);
  expect(happened.filter((name) => name.startsWith('gave-up'))).toEqual([]);
  loop.stop();
});

test('a packager that is down is told of at once, and joined again by itself', async () => {
  const { time, sessions, happened, loop, channelIs } = make();
  channelIs({ packaging: { state: 'down', heights: [] } });
  loop.start();
  await settle();
  expect(sessions).toHaveLength(0);
  expect(happened).toEqual(['gave-up The packager of the server is not running.']);
  channelIs({ packaging: running });
  await time.advance(4_000);
  expect(sessions).toHaveLength(1);
  loop.stop();
});

test('where nothing is packaged it says so, and asks no more', async () => {
  const { time, sessions, happened, loop, channelIs } = make();
  channelIs({ packaging: null });
  loop.start();
  await settle();
  expect(happened).toEqual(['gave-up The server does not package this broadcast for HLS.']);
  await time.advance(60_000);
  expect(sessions).toHaveLength(0);
  expect(happened).toHaveLength(1);
  expect(loop.isRunning).toBe(false);
});

test('a broadcast that was shown to its end has ended, and the next one is joined', async () => {
  const { time, sessions, happened, loop, last, channelIs } = make();
  loop.start();
  await settle();
  channelIs({ state: 'ended' });
  last().outcomes.ended();
  await settle();
  expect(happened).toContain('ended');
  expect(last().isClosed).toBe(true);
  channelIs({ id: 'two', state: 'live' });
  await time.advance(3_000);
  expect(sessions).toHaveLength(2);
  expect(loop.broadcast).toBe('two');
  loop.stop();
});

test('a session that brings nothing makes room for another', async () => {
  const { time, sessions, loop } = make();
  loop.start();
  await settle();
  loop.starved();
  await time.advance(4_000);
  expect(sessions).toHaveLength(2);
  expect(sessions[0]?.isClosed).toBe(true);
  loop.stop();
});

test('a loop that is stopped leaves nothing behind', async () => {
  const { time, sessions, loop, last } = make();
  loop.start();
  await settle();
  last().outcomes.troubled(refused);
  loop.stop();
  expect(last().isClosed).toBe(true);
  await time.advance(60_000);
  expect(sessions).toHaveLength(1);
  expect(time.armed).toBe(0);
});
