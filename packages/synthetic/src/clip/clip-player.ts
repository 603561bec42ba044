import { packetizeH264 } from '../rtp/h264-packetizer.ts';
import { packetizeVp8 } from '../rtp/vp8-packetizer.ts';
import type { Clip, ClipFrame, ClipLayer } from './clip.ts';

/**
 * Where a player's frames go. Times are milliseconds since the player began; `ageMs` is how long ago a camera or a
 * microphone would have captured it: encoding B-frames takes time, and a busy machine is late.
 */
export type ClipSink = {
  video(layer: number, payloads: readonly Buffer[], mediaTimeMs: number, ageMs: number): void;
  audio(packet: Buffer, mediaTimeMs: number, ageMs: number): void;
};

/** How a player departs from playing all layers from the beginning on. */
export type ClipPlayerOptions = {
  /** When each layer begins, lowest first, in milliseconds after the player. Default 0. */
  readonly startLayersAfterMs?: readonly number[];
};

/** A player that is further behind than this skips ahead instead of sending a burst. */
const longestCatchUpMs = 500;
/** RTP payloads that leave room for headers, extensions and SRTP's tag in 1200 bytes. */
const maximumPayload = 1120;

/** With B-frames an encoder is this many frames late: it sees those after them first. */
const bFrameDelay = 2;

type LayerState = {
  readonly layer: ClipLayer;
  /** The frame that comes next. */
  position: number;
  keyFrameRequested: boolean;
  readonly startAfterMs: number;
  isPaused: boolean;
  /** A decoder has had a key frame and nothing was left out since. */
  isSending: boolean;
};

/**
 * Plays a clip in a loop by the wall clock. Every frame has its due time from the beginning on, so
 * a late timer delays one frame and never moves the next.
 */
export class ClipPlayer {
  readonly #clip: Clip;
  readonly #sink: ClipSink;
  readonly #layers: LayerState[];
  readonly #frameMs: number;
  #startedAtMs = 0;
  /** The next frame's and the next audio packet's place in time, sent or skipped ones before it. */
  #frame = 0;
  #packet = 0;
  #framesSent = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(clip: Clip, sink: ClipSink, options: ClipPlayerOptions = {}) {
    this.#clip = clip;
    this.#sink = sink;
    this.#frameMs = 1000 / clip.recipe.frameRate;
    this.#layers = clip.layers.map((layer, index) => ({
      layer,
      position: 0,
      keyFrameRequested: false,
      startAfterMs: options.startLayersAfterMs?.[index] ?? 0,
      isPaused: false,
      isSending: false,
    }));
  }

  /** Frames sent so far, of each layer. */
  get frames(): number {
    return this.#framesSent;
  }

  start(): void {
    this.#startedAtMs = performance.now();
    this.#play();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * The layer's next frame will be a key frame. A recording can't make one, so its picture jumps
   * ahead to where it has one, by less than its interval; the stream's clock goes on as if nothing was.
   */
  requestKeyFrame(layer: number): void {
    const state = this.#layers[layer];
    if (state !== undefined) state.keyFrameRequested = true;
  }

  /** Stops one layer while the others go on, or lets it go on with a key frame. */
  pauseLayer(layer: number, isPaused: boolean): void {
    const state = this.#layers[layer];
    if (state !== undefined) state.isPaused = isPaused;
  }

  #play(): void {
    const now = performance.now() - this.#startedAtMs;
    this.#skip(now - longestCatchUpMs);
    const { audioPacketMs } = this.#clip.recipe;
    while (this.#packet * audioPacketMs <= now) {
      const packet = this.#clip.audio[this.#packet % this.#clip.audio.length];
      const atMs = this.#packet * audioPacketMs;
      if (packet !== undefined) this.#sink.audio(packet, atMs, this.#sinceMs(atMs));
      this.#packet++;
    }
    while (this.#frame * this.#frameMs <= now) this.#sendFrame();
    const due = Math.min(this.#packet * audioPacketMs, this.#frame * this.#frameMs);
    this.#timer = setTimeout(() => this.#play(), Math.max(0, -this.#sinceMs(due)));
  }

  /** How long ago a place in time was due, in ms. */
  #sinceMs(placeMs: number): number {
    return performance.now() - this.#startedAtMs - placeMs;
  }

  #skip(untilMs: number): void {
    while (this.#packet * this.#clip.recipe.audioPacketMs < untilMs) this.#packet++;
    while (this.#frame * this.#frameMs < untilMs) this.#frame++;
  }

  #sendFrame(): void {
    const place = this.#frame;
    this.#frame++;
    this.#framesSent++;
    const delay = this.#clip.recipe.bFrames === true ? bFrameDelay : 0;
    this.#layers.forEach((state, index) => {
      const frame = this.#nextFrame(state, place * this.#frameMs);
      if (frame === undefined) return;
      const mediaTimeMs = (place + frame.shift) * this.#frameMs;
      const ageMs = (delay - frame.shift) * this.#frameMs + this.#sinceMs(place * this.#frameMs);
      this.#sink.video(index, this.#packetize(frame), mediaTimeMs, ageMs);
    });
  }

  /** The layer's frame for this moment, or undefined where it sends none. */
  #nextFrame(state: LayerState, atMs: number): ClipFrame | undefined {
    const { frames } = state.layer;
    const isDue = atMs >= state.startAfterMs && !state.isPaused;
    if (!isDue) state.isSending = false;
    // Not between a frame and the B-frames that are shown before it: their places in time would be
    // taken twice.
    const canJump = (frames[state.position]?.shift ?? 0) >= 0;
    if (canJump && isDue && (state.keyFrameRequested || !state.isSending)) {
      state.keyFrameRequested = false;
      state.isSending = true;
      while (!frames[state.position]?.key) state.position = (state.position + 1) % frames.length;
    }
    const frame = frames[state.position];
    state.position = (state.position + 1) % frames.length;
    return state.isSending ? frame : undefined;
  }

  #packetize({ nals }: ClipFrame): Buffer[] {
    return this.#clip.recipe.codec === 'vp8'
      ? nals.flatMap((frame) => packetizeVp8(frame, maximumPayload))
      : packetizeH264(nals, maximumPayload);
  }
}
