import { Screen, type ShownFrame } from './screen.ts';
import type { Via } from './via.ts';

/** A video element for each way that media comes; they lie over one another. */
export type StageElements = Readonly<Record<Via, HTMLVideoElement>>;

export type StageOptions = {
  readonly nowMs: () => number;
  readonly createMediaStream: () => MediaStream;
  readonly muted: boolean;
  /** One of muted, volume, soundBlocked, playBlocked, isPaused, front has changed. */
  readonly changed: () => void;
  readonly frameShown: (via: Via, frame: ShownFrame) => void;
  /** A media key or the browser's own controls paused what is in front, or had it play on. */
  readonly pausedFromOutside: (isPaused: boolean) => void;
};

/**
 * Two screens, of which the viewer sees and hears the one in front. The other one plays without a sound, so that it
 * has its picture when it comes forward: an element that is given another source is black for a while.
 */
export class Stage {
  readonly #options: StageOptions;
  readonly screens: Readonly<Record<Via, Screen>>;
  #front: Via = 'webrtc';
  #muted: boolean;
  #volume = 1;
  #soundBlocked = false;
  #playBlocked = false;
  #isPaused = false;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#muted = options.muted;
    this.screens = { webrtc: this.#createScreen('webrtc'), hls: this.#createScreen('hls') };
  }

  get front(): Via {
    return this.#front;
  }

  get muted(): boolean {
    return this.#muted;
  }

  /** From 0 to 1. */
  get volume(): number {
    return this.#volume;
  }

  get soundBlocked(): boolean {
    return this.#soundBlocked;
  }

  get playBlocked(): boolean {
    return this.#playBlocked;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  attach(elements: StageElements): void {
    this.screens.webrtc.attach(elements.webrtc);
    this.screens.hls.attach(elements.hls);
    this.#applySound();
  }

  detach(): void {
    this.screens.webrtc.detach();
    this.screens.hls.detach();
  }

  /** The viewer sees and hears this one from now on. */
  bringForward(via: Via): void {
    if (via === this.#front) return;
    const before = this.screens[this.#front].element;
    this.#front = via;
    this.#applySound();
    const now = this.screens[via].element;
    // Allowed without a click for as long as another element is in the small window.
    if (before !== null && before.ownerDocument.pictureInPictureElement === before) {
      void now?.requestPictureInPicture?.().catch(() => {});
    }
    this.#options.changed();
    this.playOn();
  }

  mute(): void {
    this.#set({ muted: true, soundBlocked: false });
  }

  /** Gives sound, if the browser lets it: it does in the wake of a click. */
  async unmute(): Promise<void> {
    this.#set({ muted: false, soundBlocked: false });
    if (!this.#isPaused) await this.play();
  }

  setVolume(volume: number): void {
    this.#set({ volume });
  }

  /** Plays what is in front with sound if that is wished and allowed, muted otherwise. Never rejects. */
  async play(): Promise<void> {
    const via = this.#front;
    this.#set({ isPaused: false });
    let outcome = await this.screens[via].play();
    if (via !== this.#front) return;
    if (outcome === 'forbidden' && !this.#muted) {
      this.#set({ muted: true, soundBlocked: true });
      outcome = await this.screens[via].play();
    }
    if (via !== this.#front || outcome === 'no element') return;
    this.#set({ playBlocked: outcome === 'forbidden' });
  }

  /** As play(), unless the viewer has paused it. */
  playOn(): void {
    if (!this.#isPaused) void this.play();
  }

  pause(): void {
    this.#set({ isPaused: true });
    this.screens[this.#front].pause();
  }

  #createScreen(via: Via): Screen {
    const { nowMs, createMediaStream } = this.#options;
    return new Screen({
      nowMs,
      createMediaStream,
      frameShown: (frame) => this.#options.frameShown(via, frame),
      volumeMoved: (video) => {
        if (via === this.#front) this.#follow(video);
      },
      pausedFromOutside: (isPaused) => {
        if (via === this.#front) this.#options.pausedFromOutside(isPaused);
      },
      loaded: () => this.#loaded(via),
    });
  }

  /** What is in front waits for the viewer; what is behind runs along. */
  #loaded(via: Via): void {
    if (via !== this.#front) void this.screens[via].play();
    else this.playOn();
  }

  /** The page or the browser's own controls moved the volume. */
  #follow(video: HTMLVideoElement): void {
    const { muted, volume } = video;
    this.#set({ muted, volume, ...(muted !== this.#muted && { soundBlocked: false }) });
  }

  #set(facts: {
    muted?: boolean;
    volume?: number;
    soundBlocked?: boolean;
    playBlocked?: boolean;
    isPaused?: boolean;
  }): void {
    const before = this.#facts();
    this.#muted = facts.muted ?? this.#muted;
    this.#volume = facts.volume ?? this.#volume;
    this.#soundBlocked = facts.soundBlocked ?? this.#soundBlocked;
    this.#playBlocked = facts.playBlocked ?? this.#playBlocked;
    this.#isPaused = facts.isPaused ?? this.#isPaused;
    this.#applySound();
    if (this.#facts().some((fact, index) => fact !== before[index])) this.#options.changed();
  }

  #facts(): readonly unknown[] {
    return [this.#muted, this.#volume, this.#soundBlocked, this.#playBlocked, this.#isPaused];
  }

  #applySound(): void {
    for (const via of ['webrtc', 'hls'] as const) {
      const isHeard = via === this.#front && !this.#muted;
      this.screens[via].setSound({ muted: !isHeard, volume: this.#volume });
    }
  }
}
