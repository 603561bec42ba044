import { packetizeH264 } from '../rtp/h264-packetizer.ts';
import type { Clip, ClipLayer } from './clip.ts';

/** Where a player's frames go. Times are milliseconds since the player began. */
export type ClipSink = {
  video(layer: number, payloads: readonly Buffer[], mediaTimeMs: number): void;
  audio(packet: Buffer, mediaTimeMs: number): void;
};

/** A player that is further behind than this skips ahead instead of sending a burst. */
const longestCatchUpMs = 500;
/** RTP payloads that leave room for headers, extensions and SRTP's tag in 1200 bytes. */
const maximumPayload = 1120;

type LayerState = { layer: ClipLayer; position: number; keyFrameRequested: boolean };

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

  constructor(clip: Clip, sink: ClipSink) {
    this.#clip = clip;
    this.#sink = sink;
    this.#frameMs = 1000 / clip.recipe.frameRate;
    this.#layers = clip.layers.map((layer) => ({ layer, position: 0, keyFrameRequested: false }));
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
   * ahead to where it has one, by less than a second; the stream's clock goes on as if nothing was.
   */
  requestKeyFrame(layer: number): void {
    const state = this.#layers[layer];
    if (state !== undefined) state.keyFrameRequested = true;
  }

  #play(): void {
    const now = performance.now() - this.#startedAtMs;
    this.#skip(now - longestCatchUpMs);
    const { audioPacketMs } = this.#clip.recipe;
    while (this.#packet * audioPacketMs <= now) {
      const packet = this.#clip.audio[this.#packet % this.#clip.audio.length];
      if (packet !== undefined) this.#sink.audio(packet, this.#packet * audioPacketMs);
      this.#packet++;
    }
    while (this.#frame * this.#frameMs <= now) this.#sendFrame();
    const due = Math.min(this.#packet * audioPacketMs, this.#frame * this.#frameMs);
    const waitMs = due - (performance.now() - this.#startedAtMs);
    this.#timer = setTimeout(() => this.#play(), Math.max(0, waitMs));
  }

  #skip(untilMs: number): void {
    while (this.#packet * this.#clip.recipe.audioPacketMs < untilMs) this.#packet++;
    while (this.#frame * this.#frameMs < untilMs) this.#frame++;
  }

  #sendFrame(): void {
    const mediaTimeMs = this.#frame * this.#frameMs;
    this.#frame++;
    this.#framesSent++;
    this.#layers.forEach((state, index) => {
      const { frames } = state.layer;
      if (state.keyFrameRequested) {
        state.keyFrameRequested = false;
        while (!frames[state.position]?.key) state.position = (state.position + 1) % frames.length;
      }
      const unit = frames[state.position];
      state.position = (state.position + 1) % frames.length;
      if (unit !== undefined) {
        this.#sink.video(index, packetizeH264(unit.nals, maximumPayload), mediaTimeMs);
      }
    });
  }
}
