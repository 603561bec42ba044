import type { EmbedMessage } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { EmbedControl } from './embed-control.ts';
import { FakePlayer } from './fake-player.ts';
import { type BridgedWindow, HostBridge } from './host-bridge.ts';

const command = { source: 'tallylight-host', version: 1 };

function around() {
  const heard: EmbedMessage[] = [];
  const parent = { postMessage: (message: EmbedMessage) => heard.push(message) };
  const scope = Object.assign(new EventTarget(), { parent });
  const player = new FakePlayer();
  const control = new EmbedControl(player, { autoplay: true });
  const stop = new HostBridge(scope as unknown as BridgedWindow, control).start();
  const say = async (data: unknown, source: unknown = parent): Promise<void> => {
    scope.dispatchEvent(Object.assign(new Event('message'), { data, source }));
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { heard, player, stop, say };
}

test('it says that it is ready, and each change once', () => {
  const { heard, player } = around();
  expect(heard).toEqual([
    {
      source: 'tallylight-embed',
      version: 1,
      event: 'ready',
      player: {
        ...{ state: 'connecting', via: 'webrtc', muted: false, volume: 1, paused: true },
        ...{ viewers: null, latencyMs: null },
      },
    },
  ]);
  player.become({ state: { name: 'live', path: 'webrtc' } });
  player.become({ state: { name: 'live', path: 'webrtc' }, layers: [] });
  player.measure(120);
  player.measure(120);
  player.setVolume(0.5);
  expect(heard.slice(1)).toMatchObject([
    { event: 'state', player: { state: 'live', paused: false } },
    { event: 'state', player: { latencyMs: 120 } },
    { event: 'state', player: { volume: 0.5 } },
  ]);
});

test('each command is answered with its id', async () => {
  const { heard, say } = around();
  await say({ ...command, command: 'mute', id: 'a' });
  await say({ ...command, command: 'getState', id: 2 });
  await say({ ...command, command: 'explode', id: 3 });
  await say({ ...command, command: 'getState' });
  expect(heard.filter(({ event }) => event === 'answer')).toMatchObject([
    { id: 'a', ok: true, player: { muted: true } },
    { id: 2, ok: true, player: { muted: true } },
    { id: 3, ok: false, error: { code: 'command_unknown' } },
    { id: null, ok: true },
  ]);
});

test('only the page around it is listened to', async () => {
  const { heard, player, say } = around();
  await say({ ...command, command: 'mute', id: 1 }, {});
  await say({ ...command, command: 'mute', id: 1 }, null);
  expect(heard).toHaveLength(1);
  expect(player.getSnapshot().muted).toBe(false);
});

test('what is not for it is passed over', async () => {
  const { heard, say } = around();
  for (const data of ['hello', null, { source: 'other', command: 'mute' }]) await say(data);
  expect(heard).toHaveLength(1);
});

test('it ends', async () => {
  const { heard, player, stop, say } = around();
  stop();
  player.become({ state: { name: 'live', path: 'webrtc' } });
  await say({ ...command, command: 'getState', id: 1 });
  expect(heard).toHaveLength(1);
});

test('without a page around it, it keeps silent', () => {
  const scope = new EventTarget() as EventTarget & { parent?: unknown; postMessage?: unknown };
  const heard: unknown[] = [];
  scope.parent = scope;
  scope.postMessage = (message: unknown) => heard.push(message);
  const control = new EmbedControl(new FakePlayer(), { autoplay: true });
  new HostBridge(scope as unknown as BridgedWindow, control).start();
  expect(heard).toEqual([]);
});
