import type { Logger } from 'pino';
import { LiveError } from '../live-error.ts';
import type { Sfu, Sink, Source } from '../sfu.ts';
import { MediasoupSink } from './mediasoup-sink.ts';
import { MediasoupSource } from './mediasoup-source.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

/** mediasoup behind the hub's port. */
export class MediasoupSfu implements Sfu {
  readonly #pool: WorkerPool;
  readonly #aliases: readonly string[];
  readonly #log: Logger;

  private constructor(pool: WorkerPool, options: WorkerPoolOptions) {
    this.#pool = pool;
    this.#aliases = options.plan.aliases;
    this.#log = options.log;
  }

  /** Starts the workers. Rejects where one can't start or the media port is taken. */
  static async start(options: WorkerPoolOptions): Promise<MediasoupSfu> {
    return new MediasoupSfu(await WorkerPool.start(options), options);
  }

  isReady(): boolean {
    return this.#pool.size > 0;
  }

  async publish(options: Parameters<Sfu['publish']>[0]): Promise<Source> {
    const { media, release } = this.#pool.borrow();
    try {
      const source = await MediasoupSource.open({ ...options, media, aliases: this.#aliases });
      source.onClosed(release);
      return source;
    } catch (error) {
      release();
      throw this.#explain(error, media.worker.closed);
    }
  }

  async watch(options: Parameters<Sfu['watch']>[0]): Promise<Sink> {
    const { source } = options;
    if (!(source instanceof MediasoupSource)) throw new TypeError('The source is of another SFU.');
    if (source.isClosed) throw LiveError.sourceGone();
    try {
      return await MediasoupSink.open({ ...options, source, aliases: this.#aliases });
    } catch (error) {
      throw this.#explain(error, source.media.worker.closed);
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
