import type { VideoFrame } from './intake/video-stream.ts';

/** How much of a layer is remembered. Without a key frame for so long it can't lead anywhere. */
const most = { ms: 12_000, bytes: 16 * 1024 * 1024 };

/** The frames of one layer since its last key frame: where a copy or an encoder can begin. */
export class LayerMemory {
  #frames: VideoFrame[] = [];
  #bytes = 0;
  #intervalMs = 1000 / 30;
  #sinceMs: number | null = null;
  #lastMs: number | null = null;

  /** Since its last key frame, oldest first; empty where that is too long ago. */
  get frames(): readonly VideoFrame[] {
    return this.#frames;
  }

  /** Capture time of its newest frame, in ms; null before the first. */
  get lastMs(): number | null {
    return this.#lastMs;
  }

  /** Since when it flows without a pause, in ms; null before the first frame. */
  get sinceMs(): number | null {
    return this.#sinceMs;
  }

  /** Frames a second, of late. */
  get frameRate(): number {
    return 1000 / this.#intervalMs;
  }

  push(frame: VideoFrame): void {
    const { lastMs } = this;
    const intervalMs = lastMs === null ? null : frame.captureMs - lastMs;
    if (intervalMs === null || intervalMs > pauseMs) this.#sinceMs = frame.captureMs;
    else this.#intervalMs += (intervalMs - this.#intervalMs) / 30;
    this.#lastMs = frame.captureMs;
    if (frame.isKey) this.#clear();
    else if (this.#frames.length === 0) return;
    this.#frames.push(frame);
    this.#bytes += frame.data.length;
    const firstMs = this.#frames[0]?.captureMs ?? frame.captureMs;
    if (this.#bytes > most.bytes || frame.captureMs - firstMs > most.ms) this.#clear();
  }

  #clear(): void {
    this.#frames = [];
    this.#bytes = 0;
  }
}

/** A layer without a frame for this long has stopped, in ms. */
export const pauseMs = 1_200;
