/** What is asked of a microphone: a voice in a room, with the browser's own clean-up. */
export function microphoneConstraints(deviceId: string | null): MediaTrackConstraints {
  return {
    echoCancellation: { ideal: true },
    noiseSuppression: { ideal: true },
    autoGainControl: { ideal: true },
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
}
