/** What is asked of a camera: the picture that the layers are made for. */
export function cameraConstraints(deviceId: string | null): MediaTrackConstraints {
  return {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
}
