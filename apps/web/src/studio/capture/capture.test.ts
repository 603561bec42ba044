import { expect, test } from 'vitest';
import { Capture } from './capture.ts';
import type { CaptureSource } from './capture-error.ts';
import { FakeTrack } from './fake-track.ts';

const anyDevices = { cameraId: null, microphoneId: null };

/** Cameras and microphones that may be missing, busy or forbidden. */
class FakeDevices {
  readonly plugged = { camera: ['cam-1', 'cam-2'], microphone: ['mic-1', 'mic-2'] };
  readonly failing: Partial<Record<CaptureSource, string>> = {};
  readonly given: FakeTrack[] = [];
  /** What each call asked for. */
  readonly asked: string[] = [];

  readonly getUserMedia = async (wish: MediaStreamConstraints = {}): Promise<MediaStream> => {
    const wishes = [
      { source: 'camera' as const, constraints: wish.video },
      { source: 'microphone' as const, constraints: wish.audio },
    ].filter(({ constraints }) => constraints);
    this.asked.push(wishes.map(({ source }) => source).join('+'));
    const tracks = wishes.map(({ source, constraints }) => this.#open(source, constraints));
    this.given.push(...tracks);
    return {
      getTracks: () => tracks,
      getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
      getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
    } as unknown as MediaStream;
  };

  #open(source: CaptureSource, constraints: MediaStreamConstraints['video']): FakeTrack {
    const failure = this.failing[source];
    if (failure !== undefined) throw new DOMException(failure, failure);
    const exact = (constraints as { deviceId?: { exact: string } }).deviceId?.exact;
    const id = exact ?? this.plugged[source][0];
    if (id === undefined) throw new DOMException('', 'NotFoundError');
    if (!this.plugged[source].includes(id)) throw new DOMException('', 'OverconstrainedError');
    return new FakeTrack(source, id);
  }

  get openTracks(): string[] {
    return this.given.filter(({ readyState }) => readyState === 'live').map(({ label }) => label);
  }
}

function captureOf(
  devices: FakeDevices,
  permissions: Partial<Record<CaptureSource, PermissionState>> = {},
): Capture {
  return new Capture({
    mediaDevices: devices,
    permissions: {
      query: async ({ name }) =>
        ({ state: permissions[name as CaptureSource] ?? 'prompt' }) as PermissionStatus,
    },
    secure: true,
  });
}

/** Lets promises that are settled be heard. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

test('opens both with one question', async () => {
  const devices = new FakeDevices();
  const capture = captureOf(devices);
  const opening = capture.open(anyDevices);
  expect(capture.getState().name).toBe('asking');
  await opening;
  expect(capture.getState()).toMatchObject({
    name: 'open',
    camera: { deviceId: 'cam-1', on: true },
    microphone: { deviceId: 'mic-1', on: true },
    note: null,
  });
  expect(devices.asked).toEqual(['camera+microphone']);
});

test('opens the chosen devices', async () => {
  const capture = captureOf(new FakeDevices());
  await capture.open({ cameraId: 'cam-2', microphoneId: 'mic-2' });
  expect(capture.getState()).toMatchObject({
    camera: { deviceId: 'cam-2' },
    microphone: { deviceId: 'mic-2' },
  });
});

test('a chosen device that is gone falls back, with a note', async () => {
  const devices = new FakeDevices();
  const capture = captureOf(devices);
  await capture.open({ cameraId: 'cam-9', microphoneId: 'mic-2' });
  expect(capture.getState()).toMatchObject({
    camera: { deviceId: 'cam-1' },
    microphone: { deviceId: 'mic-2' },
    note: { source: 'camera', kind: 'vanished' },
  });
  expect(devices.openTracks).toEqual(['cam-1', 'mic-2']);
});

test('a missing camera is named, and sound only is offered and works', async () => {
  const devices = new FakeDevices();
  devices.plugged.camera = [];
  const capture = captureOf(devices);
  await capture.open(anyDevices);
  expect(capture.getState()).toMatchObject({
    name: 'refused',
    error: { reason: 'not-found', source: 'camera' },
    instead: 'microphone',
  });
  expect(devices.openTracks).toEqual([]);
  await capture.open(anyDevices, 'microphone');
  expect(capture.getState()).toMatchObject({ name: 'open', camera: null, microphone: {} });
});

test('two failures of one kind are told as one', async () => {
  const devices = new FakeDevices();
  devices.failing.camera = 'NotReadableError';
  devices.failing.microphone = 'NotReadableError';
  const capture = captureOf(devices);
  await capture.open(anyDevices);
  expect(capture.getState()).toMatchObject({
    error: { reason: 'in-use', source: 'both' },
    instead: null,
  });
});

test('a refusal is asked for once, and works after it was taken back', async () => {
  const devices = new FakeDevices();
  devices.failing.camera = 'NotAllowedError';
  const capture = captureOf(devices);
  await capture.open(anyDevices);
  expect(capture.getState()).toMatchObject({
    name: 'refused',
    error: { reason: 'denied', source: 'both' },
    instead: null,
  });
  expect(devices.asked).toEqual(['camera+microphone']);
  delete devices.failing.camera;
  await capture.open(anyDevices);
  expect(capture.getState().name).toBe('open');
});

test('where only the camera is blocked, the microphone is offered', async () => {
  const devices = new FakeDevices();
  devices.failing.camera = 'NotAllowedError';
  const capture = captureOf(devices, { camera: 'denied', microphone: 'granted' });
  await capture.open(anyDevices);
  expect(capture.getState()).toMatchObject({
    error: { reason: 'denied', source: 'camera' },
    instead: 'microphone',
  });
});

test.each([
  [true, 'unsupported'],
  [false, 'insecure'],
])('without devices on a page that is secure: %s, it is %s', async (secure, reason) => {
  const capture = new Capture({ mediaDevices: undefined, permissions: undefined, secure });
  await capture.open(anyDevices);
  expect(capture.getState()).toMatchObject({ name: 'refused', error: { reason }, instead: null });
});

test('another camera takes the place of the one before, which is let go', async () => {
  const devices = new FakeDevices();
  const capture = captureOf(devices);
  await capture.open(anyDevices);
  capture.setOn('camera', false);
  await capture.choose('camera', 'cam-2');
  expect(capture.getState()).toMatchObject({ camera: { deviceId: 'cam-2', on: false } });
  expect(devices.openTracks).toEqual(['mic-1', 'cam-2']);
  expect(devices.given.at(-1)?.enabled).toBe(false);
});

test('a camera that does not open leaves the one before in use', async () => {
  const devices = new FakeDevices();
  const capture = captureOf(devices);
  await capture.open(anyDevices);
  devices.failing.camera = 'NotReadableError';
  await capture.choose('camera', 'cam-2');
  expect(capture.getState()).toMatchObject({
    camera: { deviceId: 'cam-1' },
    note: { source: 'camera', kind: 'refused' },
  });
});

test('a microphone that is unplugged is replaced, or told to be lost', async () => {
  const devices = new FakeDevices();
  const capture = captureOf(devices);
  await capture.open(anyDevices);
  devices.plugged.microphone = ['mic-2'];
  devices.given.find(({ label }) => label === 'mic-1')?.unplug();
  await settled();
  expect(capture.getState()).toMatchObject({
    microphone: { deviceId: 'mic-2' },
    note: { source: 'microphone', kind: 'unplugged' },
  });
  devices.plugged.microphone = [];
  devices.given.find(({ label }) => label === 'mic-2')?.unplug();
  await settled();
  expect(capture.getState()).toMatchObject({ note: { source: 'microphone', kind: 'lost' } });
});

test('closing while it opens leaves nothing open', async () => {
  const devices = new FakeDevices();
  const capture = captureOf(devices);
  const opening = capture.open(anyDevices);
  capture.close();
  await opening;
  expect(capture.getState()).toEqual({ name: 'closed' });
  expect(devices.openTracks).toEqual([]);
});

test('switching off mutes the track and keeps the device', async () => {
  const devices = new FakeDevices();
  const capture = captureOf(devices);
  await capture.open(anyDevices);
  capture.setOn('microphone', false);
  expect(capture.getState()).toMatchObject({ microphone: { on: false } });
  expect(devices.given.find(({ kind }) => kind === 'audio')).toMatchObject({
    enabled: false,
    readyState: 'live',
  });
});
