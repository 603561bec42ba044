import type { VideoSampleEntry } from '@tallylight/protocol/isobmff';
import type { VideoFrame } from './intake/video-stream.ts';
import { LayerMemory, pauseMs } from './layer-memory.ts';
import type { FlowingLayer } from './plan.ts';

/** How long a layer must have flowed before anything is built on it, in ms: one that flickers is left alone. */
const steadyMs = 700;

/** All layers of a publisher: what each is like, whether it flows, and its frames of late. */
export class LayerBank {
  readonly #layers = new Map<number, LayerMemory>();
  readonly #origins = new Map<VideoSampleEntry, string>();
  /** Origins whose key frames come at other times than the best layer's. */
  readonly #misaligned = new Set<string>();
  #givesKeyFrames = true;

  push(frame: VideoFrame): void {
    const memory = this.#layers.get(frame.layer) ?? new LayerMemory();
    this.#layers.set(frame.layer, memory);
    memory.push(frame);
  }

  /** How many layers have brought a picture. */
  get size(): number {
    return this.#layers.size;
  }

  memory(layer: number): LayerMemory | null {
    return this.#layers.get(layer) ?? null;
  }

  /** Names a frame's layer in its format. */
  originOf({ layer, format }: Pick<VideoFrame, 'layer' | 'format'>): string {
    const known = this.#origins.get(format);
    if (known !== undefined) return known;
    const origin = `layer ${layer} format ${this.#origins.size}`;
    this.#origins.set(format, origin);
    return origin;
  }

  /** The publisher doesn't give key frames when they are asked for. */
  distrust(): void {
    this.#givesKeyFrames = false;
  }

  /** This layer alone has them at other times than the others. */
  leaveOut(origin: string): void {
    this.#misaligned.add(origin);
  }

  /** @param countsAtOnce origins that count though they have only begun */
  flowing(nowMs: number, countsAtOnce: (origin: string) => boolean): FlowingLayer[] {
    return [...this.#layers].flatMap(([layer, { frames, lastMs, sinceMs }]) => {
      const format = frames.at(-1)?.format;
      if (format === undefined || lastMs === null || sinceMs === null) return [];
      const origin = this.originOf({ layer, format });
      if (nowMs - lastMs > pauseMs || this.#misaligned.has(origin)) return [];
      if (lastMs - sinceMs < steadyMs && !countsAtOnce(origin)) return [];
      return [{ layer, format, origin, givesKeyFrames: this.#givesKeyFrames }];
    });
  }
}
