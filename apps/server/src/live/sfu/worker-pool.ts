import { createWorker, type types } from 'mediasoup';
import type { Logger } from 'pino';
import { LiveError } from '../live-error.ts';
import type { ListenPlan } from './listen-plan.ts';

export type WorkerPoolOptions = {
  readonly log: Logger;
  /** How many worker processes; each forwards on one core. */
  readonly count: number;
  readonly plan: ListenPlan;
  /** UDP and TCP port of the first worker; the next ones take the ports after it. */
  readonly port: number;
  /** The worker's binary; mediasoup's own choice where undefined. */
  readonly workerBin: string | undefined;
};

/** A worker and the one port through which all its media goes. */
export type MediaWorker = { readonly worker: types.Worker; readonly server: types.WebRtcServer };

/** Between the death of a worker and the start of the next: a port is free again, a crash loop burns no core. */
const restartMs = 250;

/**
 * The socket buffers that are asked for, in bytes: they decide whether a burst becomes delay or loss. The
 * kernel gives what `net.core.rmem_max` and `wmem_max` allow.
 */
const socketBufferBytes = 4 * 1024 * 1024;

/** Keeps its number of mediasoup workers running, whatever becomes of them. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #slots: (MediaWorker | undefined)[];
  readonly #load = new Map<MediaWorker, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#slots = new Array<MediaWorker | undefined>(options.count).fill(undefined);
  }

  /** Starts all workers. Rejects where one can't start or its port is taken: better at once than on air. */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      for (let slot = 0; slot < options.count; slot += 1) await pool.#fill(slot);
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get size(): number {
    return this.#slots.filter((slot) => slot !== undefined).length;
  }

  /**
   * The worker with the fewest broadcasts, and what gives it back.
   *
   * @throws {LiveError} media-unavailable while none runs
   */
  borrow(): { media: MediaWorker; release: () => void } {
    const running = this.#slots.filter((slot) => slot !== undefined);
    const [media] = running.toSorted((a, b) => (this.#load.get(a) ?? 0) - (this.#load.get(b) ?? 0));
    if (media === undefined) throw LiveError.mediaUnavailable();
    this.#load.set(media, (this.#load.get(media) ?? 0) + 1);
    return { media, release: () => this.#load.set(media, (this.#load.get(media) ?? 1) - 1) };
  }

  /** Ends all workers and resolves when their processes are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const running = this.#slots.filter((slot) => slot !== undefined);
    this.#slots.fill(undefined);
    await Promise.all(running.map(({ worker }) => stop(worker)));
  }

  async #fill(slot: number): Promise<void> {
    const { log, plan, port, workerBin } = this.#options;
    const worker = await createWorker({
      logLevel: 'warn',
      ...(workerBin !== undefined && { workerBin }),
    });
    try {
      const server = await worker.createWebRtcServer({
        listenInfos: plan.binds.flatMap((bind) =>
          (['udp', 'tcp'] as const).map((protocol) => ({
            protocol,
            ...bind,
            port: port + slot,
            sendBufferSize: socketBufferBytes,
            recvBufferSize: socketBufferBytes,
          })),
        ),
      });
      const media = { worker, server };
      this.#slots[slot] = media;
      worker.on('died', (error) => {
        log.error({ err: error, pid: worker.pid }, 'media worker died');
        this.#slots[slot] = undefined;
        this.#load.delete(media);
        this.#refill(slot);
      });
      log.info({ pid: worker.pid, port: port + slot }, 'media worker started');
    } catch (error) {
      await stop(worker);
      throw error;
    }
  }

  #refill(slot: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#fill(slot).catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'media worker could not be started; trying again');
        this.#refill(slot);
      });
    }, restartMs);
    this.#timers.add(timer);
  }
}

async function stop(worker: types.Worker): Promise<void> {
  if (worker.subprocessClosed) return;
  const gone = new Promise<void>((resolve) => worker.once('subprocessclose', resolve));
  worker.close();
  await gone;
}
