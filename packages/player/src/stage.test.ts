import { FakeMediaStream, fakeTrack, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import { Stage } from './stage.ts';
import { FakeVideo } from './testing/fake-video.ts';

function make(allows: FakeVideo['allows'] = 'sound', muted = false) {
  let changes = 0;
  const webrtc = new FakeVideo();
  const hls = new FakeVideo();
  webrtc.allows = allows;
  hls.allows = allows;
  const stage = new Stage({
    nowMs: () => 50_000,
    createMediaStream: () => new FakeMediaStream() as unknown as MediaStream,
    muted,
    changed: () => {
      changes += 1;
    },
    frameShown: () => {},
    pausedFromOutside: () => {},
  });
  stage.attach({ webrtc: webrtc.element, hls: hls.element });
  return { stage, webrtc, hls, changes: () => changes };
}

const facts = ({ muted, soundBlocked, playBlocked }: Stage): unknown => ({
  muted,
  soundBlocked,
  playBlocked,
});

test('it plays with sound where the browser allows it', async () => {
  const { stage, webrtc, changes } = make();
  expect(webrtc.plays).toBe(0);
  stage.screens.webrtc.show([fakeTrack('video')]);
  await settle();
  expect(webrtc.srcObject?.getTracks()).toHaveLength(1);
  expect(facts(stage)).toEqual({ muted: false, soundBlocked: false, playBlocked: false });
  expect(changes()).toBe(0);
});

test('it plays muted where it must, and says so; a click gives the sound', async () => {
  const { stage, webrtc, hls, changes } = make('muted');
  stage.screens.webrtc.show([fakeTrack('audio')]);
  await settle();
  expect(facts(stage)).toEqual({ muted: true, soundBlocked: true, playBlocked: false });
  expect(webrtc.muted).toBe(true);
  expect(changes()).toBe(1);
  webrtc.allows = 'sound';
  await stage.unmute();
  expect(facts(stage)).toEqual({ muted: false, soundBlocked: false, playBlocked: false });
  expect(webrtc.muted).toBe(false);
  expect(hls.muted).toBe(true);
});

test('an unmuting that the browser refuses is no end of playing', async () => {
  const { stage } = make('muted');
  stage.screens.webrtc.show([fakeTrack('audio')]);
  await settle();
  await stage.unmute();
  expect(facts(stage)).toEqual({ muted: true, soundBlocked: true, playBlocked: false });
});

test('where nothing may play it says so, until play() comes from a click', async () => {
  const { stage, webrtc } = make('nothing');
  stage.screens.webrtc.show([fakeTrack('video')]);
  await settle();
  expect(stage.playBlocked).toBe(true);
  webrtc.allows = 'sound';
  await stage.play();
  expect(stage.playBlocked).toBe(false);
});

test('a viewer who wants no sound is not asked to allow it', async () => {
  const { stage, webrtc } = make('muted', true);
  stage.screens.webrtc.show([fakeTrack('video')]);
  await settle();
  expect(facts(stage)).toEqual({ muted: true, soundBlocked: false, playBlocked: false });
  expect(webrtc.plays).toBe(1);
});

test('what the page does to the volume of what is in front counts', () => {
  const { stage, webrtc, hls, changes } = make();
  Object.assign(webrtc, { muted: true, volume: 0.5 });
  webrtc.dispatchEvent(new Event('volumechange'));
  expect(stage.muted).toBe(true);
  expect(stage.volume).toBe(0.5);
  expect(hls.volume).toBe(0.5);
  expect(changes()).toBe(1);
  webrtc.dispatchEvent(new Event('volumechange'));
  hls.muted = false;
  hls.dispatchEvent(new Event('volumechange'));
  expect(stage.muted).toBe(true);
  expect(changes()).toBe(1);
});

test('only what is in front is heard, and both have the same volume', async () => {
  const { stage, webrtc, hls } = make();
  stage.setVolume(0.4);
  expect([webrtc.muted, hls.muted]).toEqual([false, true]);
  expect([webrtc.volume, hls.volume]).toEqual([0.4, 0.4]);
  stage.bringForward('hls');
  expect([webrtc.muted, hls.muted]).toEqual([true, false]);
  stage.mute();
  expect([webrtc.muted, hls.muted]).toEqual([true, true]);
});

test('what comes forward plays, unless the viewer has paused', async () => {
  const { stage, hls, webrtc } = make();
  stage.bringForward('hls');
  expect(hls.plays).toBe(1);
  stage.pause();
  expect(hls.paused).toBe(true);
  stage.bringForward('webrtc');
  expect(webrtc.plays).toBe(0);
  await stage.play();
  expect(webrtc.plays).toBe(1);
  expect(stage.isPaused).toBe(false);
});

test('what is behind runs along without a sound', async () => {
  const { stage, webrtc } = make();
  stage.bringForward('hls');
  stage.screens.webrtc.show([fakeTrack('video')]);
  await settle();
  expect(webrtc.plays).toBe(1);
  expect(webrtc.muted).toBe(true);
});

test('where the browser lets nothing sound that comes forward, it goes on muted', async () => {
  const { stage, hls } = make();
  hls.allows = 'muted';
  stage.bringForward('hls');
  await settle();
  expect(facts(stage)).toEqual({ muted: true, soundBlocked: true, playBlocked: false });
});
