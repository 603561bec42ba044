/** A frame of the picture that the viewer sees. */
export type FrontFrame = {
  /** When it was shown, in ms of the page's clock. */
  readonly atMs: number;
  /** How long after it came in over WebRTC; how far from the playlist's end over HLS, in ms. */
  readonly behindMs: number;
};

/** Has the document tell of each in a `frontframe` event, whichever way they come; runs in the page. */
export function tellFrontFrames(): void {
  for (const video of document.querySelectorAll('video')) {
    const onFrame = (
      atMs: number,
      { mediaTime, receiveTime }: VideoFrameCallbackMetadata,
    ): void => {
      video.requestVideoFrameCallback(onFrame);
      if (video.dataset['front'] !== 'true') return;
      const { seekable } = video;
      const behindMs =
        receiveTime === undefined
          ? (seekable.end(seekable.length - 1) - mediaTime) * 1000
          : atMs - receiveTime;
      document.dispatchEvent(new CustomEvent('frontframe', { detail: { atMs, behindMs } }));
    };
    video.requestVideoFrameCallback(onFrame);
  }
}
