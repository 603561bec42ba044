/** A frame of the synthetic publisher's clip as a viewer saw it. */
export type SeenClipFrame = {
  /** When it was presented, in ms since 1970. */
  readonly atMs: number;
  /** Its number in the clip, which is played again and again. */
  readonly frame: number;
};

/**
 * Reads the number of every frame of a synthetic publisher's clip that the viewer sees, into `window.seenClipFrames`. Runs
 * in the page: it may use nothing but its arguments.
 *
 * @param code 24 bits of the number and 8 of a CRC, each a block over the top of the picture, as the clip paints them
 */
export function readClipCode(code: {
  readonly blocks: number;
  readonly heightRatio: number;
}): void {
  const seen: SeenClipFrame[] = [];
  Object.assign(window, { seenClipFrames: seen });
  const canvas = document.createElement('canvas');
  canvas.width = code.blocks * 4;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const videos = [...document.querySelectorAll('video')];
  if (context === null || videos.length === 0) throw new Error('no video to read from');
  const checksum = (frame: number): number => {
    let crc = 0xff;
    for (const shift of [16, 8, 0]) {
      crc ^= (frame >>> shift) & 0xff;
      for (let bit = 0; bit < 8; bit += 1) {
        crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
      }
    }
    return crc;
  };
  const read = (video: HTMLVideoElement): void => {
    const atMs = performance.timeOrigin + performance.now();
    const row = (video.videoHeight * code.heightRatio) / 2;
    context.drawImage(video, 0, row, video.videoWidth, 1, 0, 0, canvas.width, 1);
    const { data } = context.getImageData(0, 0, canvas.width, 1);
    let word = 0;
    for (let block = 0; block < code.blocks; block += 1) {
      const green = data[(block * 4 + 2) * 4 + 1] ?? 0;
      word = ((word << 1) | (green > 127 ? 1 : 0)) >>> 0;
    }
    const frame = word >>> 8;
    if ((word & 0xff) === checksum(frame)) seen.push({ atMs, frame });
  };
  for (const video of videos) {
    const onFrame = (): void => {
      video.requestVideoFrameCallback(onFrame);
      if (video.dataset['front'] !== 'false') read(video);
    };
    video.requestVideoFrameCallback(onFrame);
  }
}
