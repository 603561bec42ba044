import { FakeMediaStream, fakeTrack, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import { Screen, type ShownFrame } from './screen.ts';
import { FakeVideo } from './testing/fake-video.ts';

function make(allows: FakeVideo['allows'] = 'sound') {
  const frames: ShownFrame[] = [];
  const told: string[] = [];
  const video = new FakeVideo();
  video.allows = allows;
  const screen = new Screen({
    nowMs: () => 50_000,
    createMediaStream: () => new FakeMediaStream() as unknown as MediaStream,
    frameShown: (frame) => frames.push(frame),
    volumeMoved: () => told.push('volume'),
    pausedFromOutside: (isPaused) => told.push(isPaused ? 'paused' : 'played'),
    loaded: () => told.push('loaded'),
  });
  return { screen, video, frames, told };
}

test('it tells what came of playing', async () => {
  const { screen, video } = make('nothing');
  expect(await screen.play()).toBe('no element');
  screen.attach(video.element);
  expect(await screen.play()).toBe('forbidden');
  video.allows = 'sound';
  expect(await screen.play()).toBe('plays');
});

test('a pause that nobody here asked for is told, and so is playing on', async () => {
  const { screen, video, told } = make();
  screen.attach(video.element);
  await screen.play();
  video.dispatchEvent(new Event('play'));
  screen.pause();
  video.dispatchEvent(new Event('pause'));
  expect(told).toEqual([]);
  video.paused = false;
  video.dispatchEvent(new Event('play'));
  expect(told).toEqual(['played']);
  video.paused = true;
  video.dispatchEvent(new Event('pause'));
  expect(told).toEqual(['played', 'paused']);
});

test('a browser that pauses what nobody sees or hears is not taken for the viewer', async () => {
  const { screen, video, told } = make();
  screen.attach(video.element);
  await screen.play();
  video.ownerDocument.visibilityState = 'hidden';
  Object.assign(video, { muted: true, paused: true });
  video.dispatchEvent(new Event('pause'));
  expect(told).toEqual([]);
  // What is heard can be paused by a media key while another tab is looked at.
  video.muted = false;
  video.dispatchEvent(new Event('pause'));
  expect(told).toEqual(['paused']);
});

test('the end of what there was is no pause', async () => {
  const { screen, video, told } = make();
  screen.attach(video.element);
  await screen.play();
  Object.assign(video, { ended: true, paused: true });
  video.dispatchEvent(new Event('pause'));
  expect(told).toEqual([]);
});

test('a pause that was over before it was told of is none', async () => {
  const { screen, video, told } = make();
  screen.attach(video.element);
  await screen.play();
  video.dispatchEvent(new Event('pause'));
  expect(told).toEqual([]);
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
  const { screen, video, told } = make();
  screen.show([fakeTrack('video')]);
  screen.attach(video.element);
  await settle();
  expect(told).toEqual(['loaded']);
  screen.detach();
  expect(video.srcObject).toBeNull();
  video.dispatchEvent(new Event('volumechange'));
  expect(told).toEqual(['loaded']);
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
