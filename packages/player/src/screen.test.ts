import { FakeMediaStream, fakeTrack, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import { Screen, type ShownFrame } from './screen.ts';
import { FakeVideo } from './testing/fake-video.ts';

function make(allows: FakeVideo['allows'] = 'sound', muted = false) {
  const frames: ShownFrame[] = [];
  let changes = 0;
  const video = new FakeVideo();
  video.allows = allows;
  const screen = new Screen({
    nowMs: () => 50_000,
    createMediaStream: () => new FakeMediaStream() as unknown as MediaStream,
    muted,
    changed: () => {
      changes += 1;
    },
    frameShown: (frame) => frames.push(frame),
  });
  return { screen, video, frames, changes: () => changes };
}

const facts = ({ muted, soundBlocked, playBlocked }: Screen): unknown => ({
  muted,
  soundBlocked,
  playBlocked,
});

test('it plays with sound where the browser allows it', async () => {
  const { screen, video, changes } = make();
  screen.attach(video.element);
  expect(video.plays).toBe(0);
  screen.show([fakeTrack('video')]);
  await settle();
  expect(video.srcObject?.getTracks()).toHaveLength(1);
  expect(facts(screen)).toEqual({ muted: false, soundBlocked: false, playBlocked: false });
  expect(changes()).toBe(0);
});

test('it plays muted where it must, and says so; a click gives the sound', async () => {
  const { screen, video, changes } = make('muted');
  screen.attach(video.element);
  screen.show([fakeTrack('audio')]);
  await settle();
  expect(facts(screen)).toEqual({ muted: true, soundBlocked: true, playBlocked: false });
  expect(video.muted).toBe(true);
  expect(changes()).toBe(1);
  video.allows = 'sound';
  await screen.unmute();
  expect(facts(screen)).toEqual({ muted: false, soundBlocked: false, playBlocked: false });
  expect(video.muted).toBe(false);
});

test('an unmuting that the browser refuses is no end of playing', async () => {
  const { screen, video } = make('muted');
  screen.attach(video.element);
  screen.show([fakeTrack('audio')]);
  await settle();
  await screen.unmute();
  expect(facts(screen)).toEqual({ muted: true, soundBlocked: true, playBlocked: false });
});

test('where nothing may play it says so, until play() comes from a click', async () => {
  const { screen, video } = make('nothing');
  screen.attach(video.element);
  screen.show([fakeTrack('video')]);
  await settle();
  expect(screen.playBlocked).toBe(true);
  video.allows = 'sound';
  await screen.play();
  expect(screen.playBlocked).toBe(false);
});

test('a viewer who wants no sound is not asked to allow it', async () => {
  const { screen, video } = make('muted', true);
  screen.attach(video.element);
  screen.show([fakeTrack('video')]);
  await settle();
  expect(facts(screen)).toEqual({ muted: true, soundBlocked: false, playBlocked: false });
  expect(video.plays).toBe(1);
});

test('what the page does to the volume counts', async () => {
  const { screen, video, changes } = make();
  screen.attach(video.element);
  video.muted = true;
  video.dispatchEvent(new Event('volumechange'));
  expect(screen.muted).toBe(true);
  video.dispatchEvent(new Event('volumechange'));
  expect(changes()).toBe(1);
});

test('other tracks come into the stream that is there', async () => {
  const { screen, video } = make();
  screen.attach(video.element);
  screen.show([fakeTrack('audio'), fakeTrack('video')]);
  const stream = video.srcObject;
  const next = fakeTrack('video');
  screen.show([next]);
  expect(video.srcObject).toBe(stream);
  expect(stream?.getTracks()).toEqual([next]);
});

test('a track that stays is not taken out and put in again', () => {
  const { screen, video } = make();
  screen.attach(video.element);
  const picture = fakeTrack('video');
  screen.show([picture]);
  const removed: unknown[] = [];
  const stream = video.srcObject;
  if (stream !== null) stream.removeTrack = (track) => removed.push(track);
  screen.show([fakeTrack('audio'), picture]);
  expect(removed).toEqual([]);
  expect(stream?.getTracks()).toHaveLength(2);
});

test('an element that comes later gets what plays, one that goes is let go', async () => {
  const { screen, video } = make();
  screen.show([fakeTrack('video')]);
  screen.attach(video.element);
  await settle();
  expect(video.plays).toBe(1);
  screen.detach();
  expect(video.srcObject).toBeNull();
  video.muted = true;
  video.dispatchEvent(new Event('volumechange'));
  expect(screen.muted).toBe(false);
});

test('a frame is told with the time it is on the glass, its RTP time stamp and its age', () => {
  const { screen, video, frames } = make();
  screen.attach(video.element);
  video.show({ expectedDisplayTime: 1_012, rtpTimestamp: 77, captureTime: 950 }, 1_000);
  video.show({ expectedDisplayTime: 980 }, 1_040);
  expect(frames).toEqual([
    { shownAtMs: 50_012, rtpTimestamp: 77, mediaTimeS: 0, ageMs: 62 },
    { shownAtMs: 50_000, rtpTimestamp: null, mediaTimeS: 0, ageMs: null },
  ]);
  screen.detach();
  video.show();
  expect(frames).toHaveLength(2);
});
