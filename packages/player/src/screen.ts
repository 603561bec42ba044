/** A frame that a video element shows. */
export type ShownFrame = {
  /** When it is on the glass, in ms of the environment's clock. */
  readonly shownAtMs: number;
  /** Null where the browser does not tell. */
  readonly rtpTimestamp: number | null;
  /** Where it stands in the element's timeline, in seconds. */
  readonly mediaTimeS: number;
  /**
   * How old the browser takes it for, in ms, by RTCP sender reports: those of a forwarding server tell when
   * it came by there. Null when the browser does not say.
   */
  readonly ageMs: number | null;
};

export type ScreenOptions = {
  readonly nowMs: () => number;
  readonly createMediaStream: () => MediaStream;
  readonly frameShown: (frame: ShownFrame) => void;
  /** The page or the browser's own controls moved the volume. */
  readonly volumeMoved: (video: HTMLVideoElement) => void;
  /** Something that nobody here asked for paused it or had it play on: a media key, the browser's own controls. */
  readonly pausedFromOutside: (isPaused: boolean) => void;
  /** There is something new to play. */
  readonly loaded: () => void;
};

/** What came of telling an element to play. */
type PlayOutcome = 'plays' | 'forbidden' | 'no element';

/** One video element: what it shows, and its frames. */
export class Screen {
  readonly #options: ScreenOptions;
  /**
   * One stream for the life of the screen, whose tracks change. A video element that is given another stream
   * goes blank for some frames; one whose stream gets another track holds its picture until the next.
   */
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;
  #detached = new AbortController();
  /** Whether it was told to pause; null before it was told anything. */
  #wished: 'play' | 'pause' | null = null;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** The element that it shows in; null before attach() and after detach(). */
  get element(): HTMLVideoElement | null {
    return this.#video;
  }

  attach(video: HTMLVideoElement): void {
    this.detach();
    this.#detached = new AbortController();
    this.#video = video;
    const { signal } = this.#detached;
    video.addEventListener('volumechange', () => this.#options.volumeMoved(video), { signal });
    video.addEventListener('pause', () => this.#told(true, video), { signal });
    video.addEventListener('play', () => this.#told(false, video), { signal });
    this.#watchFrames(video, signal);
    const stream = this.#stream;
    if (stream !== null && stream.getTracks().length > 0) this.#present(video, stream);
  }

  detach(): void {
    this.#detached.abort();
    if (this.#video !== null) this.#video.srcObject = null;
    this.#video = null;
    this.#wished = null;
  }

  /** Shows these tracks instead of those before. */
  show(tracks: readonly MediaStreamTrack[]): void {
    // A browser without WebRTC may have no streams either.
    this.#stream ??= this.#options.createMediaStream();
    const stream = this.#stream;
    const before = stream.getTracks();
    for (const track of before) if (!tracks.includes(track)) stream.removeTrack(track);
    for (const track of tracks) if (!before.includes(track)) stream.addTrack(track);
    if (this.#video !== null) this.#present(this.#video, stream);
  }

  clear(): void {
    for (const track of this.#stream?.getTracks() ?? []) this.#stream?.removeTrack(track);
    this.#wished = null;
    if (this.#video !== null) this.#video.srcObject = null;
  }

  /** Keeps what is seen now in sight while the element changes its source. */
  hold(): void {
    const video = this.#video;
    if (video === null || !(video.videoWidth > 0)) return;
    const canvas = video.ownerDocument.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    video.poster = canvas.toDataURL('image/jpeg', 0.9);
  }

  setSound(facts: { readonly muted: boolean; readonly volume: number }): void {
    if (this.#video === null) return;
    this.#video.volume = facts.volume;
    this.#video.muted = facts.muted;
  }

  /** Never rejects. */
  async play(): Promise<PlayOutcome> {
    const video = this.#video;
    if (video === null) return 'no element';
    this.#wished = 'play';
    try {
      await video.play();
      return 'plays';
    } catch (error) {
      if (this.#video !== video) return 'no element';
      // A play() that another call overtook is none of this one's.
      const isForbidden = error instanceof Error && error.name === 'NotAllowedError';
      return isForbidden ? 'forbidden' : 'plays';
    }
  }

  pause(): void {
    this.#wished = 'pause';
    this.#video?.pause();
  }

  #present(video: HTMLVideoElement, stream: MediaStream): void {
    if (video.srcObject !== stream) video.srcObject = stream;
    this.#options.loaded();
  }

  /** An element also pauses at the end of what it has, and when it is given something else. */
  #told(isPaused: boolean, video: HTMLVideoElement): void {
    const isOwn = this.#wished === null || (this.#wished === 'pause') === isPaused;
    const isOver = video.paused !== isPaused || video.ended || video.readyState === 0;
    if (isOwn || isOver || (isPaused && isUnattended(video))) return;
    this.#wished = isPaused ? 'pause' : 'play';
    this.#options.pausedFromOutside(isPaused);
  }

  #watchFrames(video: HTMLVideoElement, signal: AbortSignal): void {
    if (!('requestVideoFrameCallback' in video)) return;
    const next = (now: number, metadata: VideoFrameCallbackMetadata): void => {
      if (signal.aborted) return;
      video.requestVideoFrameCallback(next);
      // A display shows it at its next refresh; without a display the expected time lies in the past.
      const untilShownMs = Math.max(0, metadata.expectedDisplayTime - now);
      const { captureTime, rtpTimestamp, mediaTime } = metadata;
      this.#options.frameShown({
        shownAtMs: this.#options.nowMs() + untilShownMs,
        rtpTimestamp: rtpTimestamp ?? null,
        mediaTimeS: mediaTime,
        ageMs: captureTime === undefined ? null : now + untilShownMs - captureTime,
      });
    };
    video.requestVideoFrameCallback(next);
  }
}

/** Browsers pause a picture that nobody sees or hears, to save power: that is no wish of the viewer's. */
function isUnattended({ muted, ownerDocument }: HTMLVideoElement): boolean {
  return muted && ownerDocument.visibilityState === 'hidden';
}
