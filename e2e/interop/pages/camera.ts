/** The camera and the microphone, as a publishing page asks for them. */
export function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
}
