import { expect, test } from 'vitest';
import { EmbedControl } from './embed-control.ts';
import { FakePlayer } from './fake-player.ts';

function live({ autoplay = true } = {}) {
  const player = new FakePlayer();
  const control = new EmbedControl(player, { autoplay });
  player.become({ state: { name: 'live', path: 'webrtc' } });
  return { player, control };
}

test('without autoplay it is idle until it is told to play', async () => {
  const player = new FakePlayer();
  const control = new EmbedControl(player, { autoplay: false });
  let changes = 0;
  control.subscribe(() => {
    changes += 1;
  });
  expect(control.isStarted()).toBe(false);
  expect(control.getState()).toMatchObject({ state: 'idle', paused: true });
  expect(await control.execute({ command: 'play' })).toBeNull();
  expect(control.isStarted()).toBe(true);
  expect(control.getState().state).toBe('connecting');
  expect(changes).toBe(1);
  // The picture is not there yet, so there is nothing to wait for.
  expect(player.calls).toEqual([]);
});

test('mute and volume hold for what is started later', async () => {
  const player = new FakePlayer();
  const control = new EmbedControl(player, { autoplay: false });
  await control.execute({ command: 'mute' });
  await control.execute({ command: 'setVolume', value: 0.25 });
  expect(control.getState()).toMatchObject({ muted: true, volume: 0.25 });
});

test('a live player plays, pauses, and tells of both', async () => {
  const { player, control } = live();
  expect(await control.execute({ command: 'pause' })).toBeNull();
  expect(control.getState().paused).toBe(true);
  expect(await control.execute({ command: 'play' })).toBeNull();
  expect(control.getState().paused).toBe(false);
  expect(await control.execute({ command: 'live' })).toBeNull();
  expect(player.calls).toEqual(['play', 'live', 'play']);
});

test('what is not there can’t be paused', async () => {
  const { player, control } = live();
  player.become({ state: { name: 'offline' } });
  expect(await control.execute({ command: 'pause' })).toMatchObject({ code: 'no_picture' });
});

test('the browser’s refusal is told', async () => {
  const { player, control } = live();
  player.blocks = 'sound';
  expect(await control.execute({ command: 'unmute' })).toMatchObject({ code: 'blocked' });
  expect(control.getState().muted).toBe(true);
  player.blocks = 'all';
  expect(await control.execute({ command: 'play' })).toMatchObject({ code: 'blocked' });
  player.blocks = 'nothing';
  expect(await control.execute({ command: 'unmute' })).toBeNull();
  expect(await control.execute({ command: 'play' })).toBeNull();
});

test('play tries again what has failed', async () => {
  const { player, control } = live();
  player.become({ state: { name: 'failed' } as never });
  expect(await control.execute({ command: 'play' })).toBeNull();
  expect(player.calls).toEqual(['retry']);
});

test('of a channel that is none there is only the state', async () => {
  const { control } = live();
  control.learn({ isUnknown: true, viewers: null });
  expect(control.getState().state).toBe('unknown');
  expect(await control.execute({ command: 'getState' })).toBeNull();
  expect(await control.execute({ command: 'play' })).toMatchObject({ code: 'channel_unknown' });
});

test('viewers are the player’s where it knows them, else the server’s', () => {
  const { player, control } = live();
  control.learn({ isUnknown: false, viewers: 3 });
  expect(control.getState().viewers).toBe(3);
  player.become({ viewers: 5 });
  expect(control.getState().viewers).toBe(5);
});
