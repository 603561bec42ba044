/**
 * A time code in the picture: the time at which a frame was painted, as a row of black and white blocks that
 * survives the encoder, and its reading from the frames that a viewer sees. Both run in pages, where they are
 * sent as text: they may use nothing but their arguments.
 */

/** What both sides agree on: 32 bits of ms since 1970, then 8 bits of checksum, each a block of the top rows. */
export const timeCode = { bits: 40, blockPx: 16, rowPx: 32, width: 640, height: 360 } as const;

export type TimeCode = typeof timeCode;

/**
 * Replaces the camera by a canvas that paints the time code, 30 times a second; the microphone stays. It is
 * what surrounds the studio: everything behind getUserMedia is the real thing.
 */
export function paintTimeCode(code: TimeCode): void {
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await real(constraints);
    if (stream.getVideoTracks().length === 0) return stream;
    const canvas = document.createElement('canvas');
    canvas.width = code.width;
    canvas.height = code.height;
    const context = canvas.getContext('2d');
    const painted = canvas.captureStream(0).getVideoTracks()[0] as CanvasCaptureMediaStreamTrack;
    if (context === null || painted === undefined) throw new Error('no canvas');
    let frame = 0;
    const paint = (): void => {
      // Something that moves, so that the encoder has real work.
      context.fillStyle = '#28303c';
      context.fillRect(0, 0, code.width, code.height);
      for (let i = 0; i < 24; i += 1) {
        context.fillStyle = `hsl(${(frame * 3 + i * 15) % 360} 60% 50%)`;
        context.fillRect((frame * (2 + (i % 5)) + i * 53) % code.width, 60 + i * 12, 60, 10);
      }
      const now = Math.round(performance.timeOrigin + performance.now()) >>> 0;
      const sum = ((now >>> 24) ^ (now >>> 16) ^ (now >>> 8) ^ now ^ 0x5a) & 0xff;
      for (let bit = 0; bit < code.bits; bit += 1) {
        const on = bit < 32 ? (now >>> (31 - bit)) & 1 : (sum >>> (39 - bit)) & 1;
        context.fillStyle = on === 1 ? '#fff' : '#000';
        context.fillRect(bit * code.blockPx, 0, code.blockPx, code.rowPx);
      }
      painted.requestFrame();
      frame += 1;
    };
    paint();
    const timer = setInterval(paint, 1000 / 30);
    for (const track of stream.getVideoTracks()) {
      stream.removeTrack(track);
      const stop = painted.stop.bind(painted);
      painted.stop = () => {
        clearInterval(timer);
        stop();
        track.stop();
      };
      // A device that the page can name and choose, as the real one.
      painted.getSettings = () => ({
        ...track.getSettings(),
        width: code.width,
        height: code.height,
      });
    }
    stream.addTrack(painted);
    return stream;
  };
}

/** One frame as a viewer saw it. */
export type SeenFrame = {
  /** When it was presented, in ms since 1970. */
  readonly atMs: number;
  /** From painting to presentation, in ms. */
  readonly latencyMs: number;
};

/**
 * Reads the time code of every frame that the viewer sees, into `window.seenFrames`: of the video elements that lie
 * over one another those of the one in front, and what that one shows already when it comes forward.
 */
export function readTimeCode(code: TimeCode): void {
  const seen: SeenFrame[] = [];
  Object.assign(window, { seenFrames: seen });
  const canvas = document.createElement('canvas');
  canvas.width = code.width;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const videos = [...document.querySelectorAll('video')];
  if (context === null || videos.length === 0) throw new Error('no video to read from');
  const read = (video: HTMLVideoElement): void => {
    const atMs = performance.timeOrigin + performance.now();
    const rows = (video.videoHeight * code.rowPx) / code.height;
    context.drawImage(video, 0, rows / 2, video.videoWidth, 1, 0, 0, code.width, 1);
    const { data } = context.getImageData(0, 0, code.width, 1);
    let time = 0;
    let sum = 0;
    for (let bit = 0; bit < code.bits; bit += 1) {
      const on = (data[(bit * code.blockPx + code.blockPx / 2) * 4 + 1] ?? 0) > 127 ? 1 : 0;
      if (bit < 32) time = ((time << 1) | on) >>> 0;
      else sum = (sum << 1) | on;
    }
    const expected = ((time >>> 24) ^ (time >>> 16) ^ (time >>> 8) ^ time ^ 0x5a) & 0xff;
    if (sum !== expected) return;
    seen.push({ atMs, latencyMs: ((Math.round(atMs) >>> 0) - time) | 0 });
  };
  for (const video of videos) {
    const isSeen = (): boolean => video.dataset['front'] !== 'false';
    const onFrame = (): void => {
      video.requestVideoFrameCallback(onFrame);
      if (isSeen()) read(video);
    };
    video.requestVideoFrameCallback(onFrame);
    new MutationObserver(() => {
      if (isSeen() && video.videoWidth > 0) read(video);
    }).observe(video, { attributeFilter: ['data-front'] });
  }
}
