type FrameCallback = (now: number, metadata: VideoFrameCallbackMetadata) => void;

/** A video element in the hands of a test: it decides what the browser allows and which frames are shown. */
export class FakeVideo extends EventTarget {
  srcObject: MediaStream | null = null;
  muted = false;
  volume = 1;
  paused = true;
  ended = false;
  readyState = 4;
  readonly ownerDocument = { pictureInPictureElement: null, visibilityState: 'visible' };
  /** What the browser allows. */
  allows: 'sound' | 'muted' | 'nothing' = 'sound';
  plays = 0;
  #callbacks: FrameCallback[] = [];

  /** What a player takes. */
  get element(): HTMLVideoElement {
    return this as unknown as HTMLVideoElement;
  }

  async play(): Promise<void> {
    this.plays += 1;
    const allowed = this.allows === 'sound' || (this.allows === 'muted' && this.muted);
    if (!allowed) throw new DOMException('No gesture yet.', 'NotAllowedError');
    this.paused = false;
  }

  pause(): void {
    this.paused = true;
  }

  requestVideoFrameCallback(callback: FrameCallback): number {
    this.#callbacks.push(callback);
    return 0;
  }

  /** Shows a frame, at a moment of the page's monotonic clock. */
  show(metadata: Partial<VideoFrameCallbackMetadata> = {}, now = 1_000): void {
    const callbacks = this.#callbacks;
    this.#callbacks = [];
    const whole = {
      expectedDisplayTime: now,
      mediaTime: 0,
      ...metadata,
    } as VideoFrameCallbackMetadata;
    for (const callback of callbacks) callback(now, whole);
  }
}
