import { FakeBrowser, refused, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import type { WatchedChannel } from './channel.ts';
import { PlaybackError } from './playback-error.ts';
import { Player } from './player.ts';
import { FakeVideo } from './testing/fake-video.ts';

const packaging = { state: 'running', heights: [720] } as const;

/** A viewer whom WebRTC is refused with this problem. */
function make(options: { status: number; code: string; packaged?: boolean }) {
  const broadcast = {
    id: 'one',
    state: 'live',
    captureClockOffsetMs: 0,
    packaging: (options.packaged ?? true) ? packaging : null,
  } as const;
  const browser = new FakeBrowser(() => refused(options.status, options.code));
  let loads = 0;
  const player = new Player({
    environment: browser.environment,
    whepUrl: 'https://x.example/whep/main',
    hls: {
      url: '/media/main/index.m3u8',
      broadcastUrl: (broadcast) => `/media/main/${broadcast}/index.m3u8`,
      // hls.js plays in real browsers, where its tests are; here it is enough that it is asked for.
      loadFactory: async () => {
        loads += 1;
        throw PlaybackError.unsupported();
      },
    },
    fetchChannel: async (): Promise<WatchedChannel> => ({ broadcast }),
    random: () => 0,
  });
  player.attach({ webrtc: new FakeVideo().element, hls: new FakeVideo().element });
  return { player, loads: () => loads };
}

test.each([
  [422, 'offer_no_codec', 'no-codec'],
  [503, 'at_capacity', 'at-capacity'],
])('refused with %i %s it goes on over HLS, and says why', async (status, code, viaReason) => {
  const { player, loads } = make({ status, code });
  player.start();
  await settle();
  expect(player.getSnapshot()).toMatchObject({ via: 'hls', viaReason });
  expect(player.getState().name).toBe('connecting');
  expect(loads()).toBeGreaterThan(0);
  player.stop();
});

test('where nothing is packaged there is no other way', async () => {
  const { player, loads } = make({ status: 422, code: 'offer_no_codec', packaged: false });
  player.start();
  await settle();
  expect(player.getSnapshot()).toMatchObject({ via: 'webrtc', viaReason: null });
  expect(player.getState()).toMatchObject({ name: 'failed', retryable: false });
  expect(loads()).toBe(0);
  player.stop();
});

test('a server that has trouble is no reason to go another way', async () => {
  const { player, loads } = make({ status: 503, code: 'media_unavailable' });
  player.start();
  await settle();
  expect(player.getSnapshot().via).toBe('webrtc');
  expect(loads()).toBe(0);
  player.stop();
});

test('a viewer chooses the way, before it starts and while it plays', async () => {
  const { player, loads } = make({ status: 503, code: 'media_unavailable' });
  player.setVia('hls');
  expect(player.getState().name).toBe('idle');
  expect(loads()).toBe(0);
  player.start();
  await settle();
  expect(loads()).toBeGreaterThan(0);
  player.setVia('webrtc');
  expect(player.getState().name).toBe('connecting');
  player.stop();
  expect(player.getState().name).toBe('idle');
});
