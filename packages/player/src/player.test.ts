import {
  answerThatSends,
  FakeBrowser,
  type FakePeerConnection,
  granted,
  refused,
  settle,
} from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import type { WatchedBroadcast, WatchedChannel } from './channel.ts';
import { Player } from './player.ts';
import type { PlayerOptions } from './player-options.ts';
import { FakeVideo } from './testing/fake-video.ts';

const firstFrame = {
  id: 'v',
  type: 'inbound-rtp',
  kind: 'video',
  timestamp: 0,
  framesDecoded: 1,
};

const ntpEpochMs = 2_208_988_800_000;

function make(options: Partial<PlayerOptions> = {}) {
  let onAir = true;
  let broadcast: WatchedBroadcast | null = {
    id: 'one',
    state: 'live',
    captureClockOffsetMs: 300,
  };
  const browser = new FakeBrowser(({ init }) => {
    if (init.method === 'DELETE') return new Response();
    if (!onAir) return refused(409, 'channel_off_air', { 'retry-after': '1' });
    return granted(answerThatSends('audio', 'video'));
  });
  const video = new FakeVideo();
  const player = new Player({
    environment: browser.environment,
    whepUrl: 'https://x.example/whep/main',
    fetchChannel: async (): Promise<WatchedChannel> => ({ broadcast }),
    serverClock: { getReading: () => ({ offsetMs: -200, uncertaintyMs: 1, measuredAtMs: 0 }) },
    random: () => 0,
    ...options,
  });
  const names: string[] = [];
  player.subscribe(() => {
    const { name } = player.getState();
    if (names.at(-1) !== name) names.push(name);
  });
  player.attach({ webrtc: video.element, hls: new FakeVideo().element });

  /** Frames are shown every 40 ms for so long. */
  const play = async (forMs: number): Promise<void> => {
    for (let passedMs = 0; passedMs < forMs; passedMs += 40) {
      video.show({ rtpTimestamp: 900_000 }, passedMs);
      await browser.time.advance(40);
    }
  };
  const connect = async (connection: FakePeerConnection = browser.connection): Promise<void> => {
    await settle();
    connection.become('connected', 'connected');
    await settle();
  };
  return {
    browser,
    video,
    player,
    names,
    play,
    connect,
    channelIs: (air: boolean, state: WatchedBroadcast['state'], id = 'one') => {
      onAir = air;
      broadcast = { id, state, captureClockOffsetMs: 300 };
    },
  };
}

test('it joins, and is live with the first frame', async () => {
  const { player, names, connect, play } = make();
  player.start();
  await connect();
  expect(names).toEqual(['connecting']);
  await play(40);
  expect(names).toEqual(['connecting', 'live']);
  expect(player.getSnapshot()).toMatchObject({
    state: { name: 'live', path: 'webrtc' },
    media: { audio: true, video: true },
  });
  player.stop();
  expect(names.at(-1)).toBe('idle');
  expect(player.getSnapshot().media).toBeNull();
});

test('a snapshot is the same object until something in it changes', async () => {
  const { player, connect, play } = make();
  player.start();
  await connect();
  await play(40);
  const snapshot = player.getSnapshot();
  await play(2_000);
  expect(player.getSnapshot()).toBe(snapshot);
  player.mute();
  expect(player.getSnapshot()).not.toBe(snapshot);
  player.stop();
});

test('before the broadcast it is offline, and joins by itself', async () => {
  const { player, names, browser, connect, play, channelIs } = make();
  channelIs(false, 'ended');
  player.start();
  await browser.time.advance(5_000);
  expect(names).toEqual(['connecting', 'offline']);
  channelIs(true, 'live', 'two');
  await browser.time.advance(2_600);
  await connect();
  await play(40);
  expect(names).toEqual(['connecting', 'offline', 'connecting', 'live']);
  player.stop();
});

test('a publisher who is lost interrupts, and comes back into the same picture', async () => {
  const { player, names, browser, video, connect, play, channelIs } = make();
  player.start();
  await connect();
  await play(1_000);
  const [first] = browser.connections;
  const shown = video.srcObject?.getTracks()[0];
  channelIs(false, 'interrupted');
  first?.endByServer();
  await browser.time.advance(4_000);
  expect(names).toEqual(['connecting', 'live', 'interrupted']);
  expect(video.srcObject?.getTracks()[0]).toBe(shown);
  expect(first?.closed).toBe(false);

  channelIs(true, 'live');
  await browser.time.advance(1_100);
  await connect();
  expect(video.srcObject?.getTracks()[0]).toBe(shown);
  browser.connection.stats = [firstFrame];
  await browser.time.advance(60);
  expect(names).toEqual(['connecting', 'live', 'interrupted', 'live']);
  expect(video.srcObject?.getTracks()[0]).not.toBe(shown);
  await browser.time.advance(0);
  expect(first?.closed).toBe(true);
  player.stop();
});

test('a session that is lost and soon replaced interrupts nothing', async () => {
  const { player, names, browser, connect, play } = make();
  player.start();
  await connect();
  await play(1_000);
  browser.connection.endByServer();
  await browser.time.advance(300);
  await connect();
  await play(400);
  expect(names).toEqual(['connecting', 'live']);
  player.stop();
});

test('the end of a broadcast is the end, not an interruption; the next one is joined', async () => {
  const { player, names, browser, connect, play, channelIs } = make();
  player.start();
  await connect();
  await play(1_000);
  channelIs(false, 'ended');
  browser.connection.endByServer();
  await browser.time.advance(10_000);
  expect(names).toEqual(['connecting', 'live', 'ended']);
  channelIs(true, 'live', 'two');
  await browser.time.advance(2_600);
  await connect();
  browser.connection.stats = [firstFrame];
  await browser.time.advance(100);
  expect(names).toEqual(['connecting', 'live', 'ended', 'connecting', 'live']);
  player.stop();
});

test('frames that stop are an interruption after 1.5 s, a fresh session after 5 s', async () => {
  const { player, names, browser, connect, play } = make();
  player.start();
  await connect();
  await play(1_000);
  await browser.time.advance(2_000);
  expect(names).toEqual(['connecting', 'live', 'interrupted']);
  expect(player.getLatencyMs()).toBeNull();
  await browser.time.advance(4_000);
  expect(browser.connections).toHaveLength(2);
  player.stop();
});

test("latency is measured from the publisher's camera", async () => {
  const { player, browser, connect, play } = make();
  player.start();
  await connect();
  // Captured 80 ms ago: the server's clock is 200 ms behind the viewer's and 300 ahead of the publisher's.
  const capturedAtMs = browser.time.nowMs() - 200 - 300 - 80;
  const source = {
    rtpTimestamp: 900_000,
    timestamp: browser.time.nowMs(),
    captureTimestamp: capturedAtMs + ntpEpochMs,
  };
  for (const transceiver of browser.connection.transceivers) transceiver.sources = [source];
  let heard = 0;
  player.subscribeLatency(() => {
    heard += 1;
  });
  await play(40);
  expect(player.sampleLatency()).toEqual({ latencyMs: 80, since: 'camera', rtpTimestamp: 900_000 });
  expect(player.getLatencyMs()).toBe(80);
  expect(heard).toBe(1);
  player.stop();
  expect(player.getLatencyMs()).toBeNull();
});

test('an unknown channel fails for good, until it is tried again', async () => {
  const { player, names, browser } = make();
  const { respond } = browser;
  browser.respond = () => refused(404, 'channel_unknown');
  player.start();
  await browser.time.advance(60_000);
  expect(player.getState()).toMatchObject({
    name: 'failed',
    retryable: false,
    error: { reason: 'not-found' },
  });
  expect(browser.connections).toHaveLength(1);
  browser.respond = respond;
  player.retry();
  expect(names).toEqual(['connecting', 'failed', 'connecting']);
  player.stop();
});

test('stopping leaves nothing behind, and it can start again', async () => {
  const { player, browser, video, connect, play } = make();
  player.start();
  await connect();
  await play(400);
  player.stop();
  await browser.time.advance(0);
  expect(browser.methods).toEqual(['POST', 'DELETE']);
  expect(browser.connection.closed).toBe(true);
  expect(video.srcObject).toBeNull();
  expect(browser.time.armed).toBe(0);
  player.start();
  await connect();
  await play(40);
  expect(player.getState().name).toBe('live');
  player.stop();
});

test('a player that has not started does nothing when it is stopped or tried again', async () => {
  const { player, browser } = make();
  player.retry();
  player.stop();
  await settle();
  expect(player.getState().name).toBe('idle');
  expect(browser.requests).toEqual([]);
});

test('who looks at the page again has it play, unless they had paused it', async () => {
  const { player, video, connect } = make();
  player.start();
  await connect();
  video.paused = true;
  player.returned();
  await settle();
  expect(video.paused).toBe(false);
  player.pause();
  player.returned();
  await settle();
  expect(video.paused).toBe(true);
});
