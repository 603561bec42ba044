import type { Logger } from 'pino';
import type { Clock } from '../live/clock.ts';
import { PosterMaker } from './ffmpeg/poster.ts';
import { type FfmpegSupply, supplyFault } from './ffmpeg-supply.ts';
import type { VideoFrame } from './intake/video-stream.ts';

export type PostersOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ffmpeg: FfmpegSupply;
  readonly onPoster: (jpeg: Uint8Array) => void;
};

/** How often a broadcast has a new poster, in ms. */
const posterEveryMs = 5_000;

/** How much sooner a key frame may be taken than is due, in ms: the next one may be seconds away. */
const earlyMs = 1_000;

/** Makes a broadcast's posters from some of its key frames. */
export class Posters {
  readonly #options: PostersOptions;
  #nextMs = 0;
  #isMaking = false;

  constructor(options: PostersOptions) {
    this.#options = options;
  }

  /** A key frame: taken where a poster is due. */
  offer(frame: VideoFrame): void {
    const now = this.#options.clock.now();
    if (this.#isMaking || now < this.#nextMs - earlyMs) return;
    this.#nextMs = Math.max(now - earlyMs, this.#nextMs) + posterEveryMs;
    this.#isMaking = true;
    void this.#make(frame).finally(() => {
      this.#isMaking = false;
    });
  }

  async #make({ format, data }: VideoFrame): Promise<void> {
    const { ffmpeg, log, onPoster } = this.#options;
    try {
      const maker = new PosterMaker(await ffmpeg.get());
      onPoster(await maker.make(format, data));
    } catch (error) {
      log.warn({ reason: supplyFault(error) }, 'no poster');
    }
  }
}
