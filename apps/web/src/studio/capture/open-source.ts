import { cameraConstraints } from './camera.ts';
import { CaptureError, type CaptureSource } from './capture-error.ts';
import { microphoneConstraints } from './microphone.ts';

export type SourceWish = {
  readonly source: CaptureSource;
  /** The device that was chosen; null leaves it to the browser. */
  readonly deviceId: string | null;
};

export type OpenedSource = {
  readonly track: MediaStreamTrack;
  /** True when the chosen device was gone and the browser's own choice took its place. */
  readonly vanished: boolean;
};

type Devices = Pick<MediaDevices, 'getUserMedia'>;

/** Opens one camera or microphone; rejects with a {@link CaptureError}. */
export async function openSource(devices: Devices, wish: SourceWish): Promise<OpenedSource> {
  try {
    return { track: await ask(devices, wish), vanished: false };
  } catch (error) {
    if (wish.deviceId === null || !isVanished(error)) throw CaptureError.from(error, wish.source);
  }
  try {
    return { track: await ask(devices, { ...wish, deviceId: null }), vanished: true };
  } catch (error) {
    throw CaptureError.from(error, wish.source);
  }
}

/** Opens both with one question to the person; rejects with whatever the browser rejects with. */
export async function openBoth(
  devices: Devices,
  chosen: { readonly cameraId: string | null; readonly microphoneId: string | null },
): Promise<{ readonly camera: OpenedSource; readonly microphone: OpenedSource }> {
  const stream = await devices.getUserMedia({
    video: cameraConstraints(chosen.cameraId),
    audio: microphoneConstraints(chosen.microphoneId),
  });
  const [camera] = stream.getVideoTracks();
  const [microphone] = stream.getAudioTracks();
  if (!camera || !microphone) throw CaptureError.unsupported();
  return {
    camera: { track: camera, vanished: false },
    microphone: { track: microphone, vanished: false },
  };
}

async function ask(devices: Devices, wish: SourceWish): Promise<MediaStreamTrack> {
  const stream = await devices.getUserMedia(
    wish.source === 'camera'
      ? { video: cameraConstraints(wish.deviceId) }
      : { audio: microphoneConstraints(wish.deviceId) },
  );
  const [track] = stream.getTracks();
  if (!track) throw CaptureError.unsupported();
  return track;
}

/** An exact device id that no device has fails as a constraint, or as a device that was not found. */
function isVanished(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')
  );
}
