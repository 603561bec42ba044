import type { Logger } from 'pino';
import { LiveError } from '../live-error.ts';
import type { Sfu, Stage } from '../sfu.ts';
import { MediasoupStage } from './mediasoup-stage.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

export type MediasoupSfuOptions = WorkerPoolOptions & {
  /** What a publisher may send, in bit/s. */
  readonly maxBitrate: number;
};

/** mediasoup behind the hub's port. */
export class MediasoupSfu implements Sfu {
  readonly #pool: WorkerPool;
  readonly #options: MediasoupSfuOptions;
  readonly #log: Logger;

  private constructor(pool: WorkerPool, options: MediasoupSfuOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#log = options.log;
  }

  /** Starts the workers. Rejects where one can't start or the media port is taken. */
  static async start(options: MediasoupSfuOptions): Promise<MediasoupSfu> {
    return new MediasoupSfu(await WorkerPool.start(options), options);
  }

  isReady(): boolean {
    return this.#pool.size > 0;
  }

  async openStage(): Promise<Stage> {
    const { media, release } = this.#pool.borrow();
    const { maxBitrate, plan } = this.#options;
    const explain = (error: unknown): unknown => this.#explain(error, media.worker.closed);
    try {
      return await MediasoupStage.open({
        media,
        aliases: plan.aliases,
        maxBitrate,
        onClosed: release,
        explain,
      });
    } catch (error) {
      release();
      throw explain(error);
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** A request that fails under a dying worker failed for that, whatever its own words. */
  #explain(error: unknown, workerClosed: boolean): unknown {
    if (!workerClosed) return error;
    this.#log.debug({ err: error }, 'request failed as the media worker died');
    return LiveError.mediaUnavailable(error);
  }
}
