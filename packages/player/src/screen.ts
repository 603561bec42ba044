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
  readonly muted: boolean;
  /** One of muted, soundBlocked, playBlocked has changed. */
  readonly changed: () => void;
  readonly frameShown: (frame: ShownFrame) => void;
};

/** The video element: what it shows, and whether the browser lets it sound and play. */
export class Screen {
  readonly #options: ScreenOptions;
  /**
   * One stream for the life of the screen, whose tracks change. A video element that is given another stream
   * goes blank for some frames; one whose stream gets another track holds its picture until the next.
   */
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;
  #detached = new AbortController();
  #muted: boolean;
  #soundBlocked = false;
  #playBlocked = false;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#muted = options.muted;
  }

  get muted(): boolean {
    return this.#muted;
  }

  get soundBlocked(): boolean {
    return this.#soundBlocked;
  }

  get playBlocked(): boolean {
    return this.#playBlocked;
  }

  /** The element that it shows in; null before attach() and after detach(). */
  get element(): HTMLVideoElement | null {
    return this.#video;
  }

  attach(video: HTMLVideoElement): void {
    this.detach();
    this.#detached = new AbortController();
    this.#video = video;
    video.muted = this.#muted;
    const { signal } = this.#detached;
    video.addEventListener('volumechange', () => this.#follow(video), { signal });
    this.#watchFrames(video, signal);
    const stream = this.#stream;
    if (stream !== null && stream.getTracks().length > 0) void this.#present(video, stream);
  }

  detach(): void {
    this.#detached.abort();
    if (this.#video !== null) this.#video.srcObject = null;
    this.#video = null;
  }

  /** Shows these tracks instead of those before. */
  show(tracks: readonly MediaStreamTrack[]): void {
    // A browser without WebRTC may have no streams either.
    this.#stream ??= this.#options.createMediaStream();
    const stream = this.#stream;
    const before = stream.getTracks();
    for (const track of before) if (!tracks.includes(track)) stream.removeTrack(track);
    for (const track of tracks) if (!before.includes(track)) stream.addTrack(track);
    if (this.#video !== null) void this.#present(this.#video, stream);
  }

  clear(): void {
    for (const track of this.#stream?.getTracks() ?? []) this.#stream?.removeTrack(track);
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

  mute(): void {
    this.#set({ muted: true, soundBlocked: false });
  }

  /** Gives sound, if the browser lets it: it does in the wake of a click. */
  async unmute(): Promise<void> {
    this.#set({ muted: false, soundBlocked: false });
    await this.play();
  }

  /** Plays with sound if that is wished and allowed, muted otherwise. Never rejects. */
  async play(): Promise<void> {
    const video = this.#video;
    if (video === null) return;
    if (await this.#tryPlay(video)) return this.#set({ playBlocked: false });
    if (this.#video !== video) return;
    if (!this.#muted) {
      this.#set({ muted: true, soundBlocked: true });
      if (await this.#tryPlay(video)) return this.#set({ playBlocked: false });
      if (this.#video !== video) return;
    }
    this.#set({ playBlocked: true });
  }

  async #present(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
    if (video.srcObject !== stream) video.srcObject = stream;
    await this.play();
  }

  /** False only when the browser forbids it; a play() that another call overtook is none of this one's. */
  async #tryPlay(video: HTMLVideoElement): Promise<boolean> {
    try {
      await video.play();
      return true;
    } catch (error) {
      return !(error instanceof Error && error.name === 'NotAllowedError');
    }
  }

  /** The page or the browser's own controls moved the volume. */
  #follow(video: HTMLVideoElement): void {
    if (video.muted === this.#muted) return;
    this.#set({ muted: video.muted, soundBlocked: false });
  }

  #set(facts: { muted?: boolean; soundBlocked?: boolean; playBlocked?: boolean }): void {
    const before = [this.#muted, this.#soundBlocked, this.#playBlocked];
    this.#muted = facts.muted ?? this.#muted;
    this.#soundBlocked = facts.soundBlocked ?? this.#soundBlocked;
    this.#playBlocked = facts.playBlocked ?? this.#playBlocked;
    if (this.#video !== null) this.#video.muted = this.#muted;
    const after = [this.#muted, this.#soundBlocked, this.#playBlocked];
    if (after.some((fact, index) => fact !== before[index])) this.#options.changed();
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
