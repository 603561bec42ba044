import type { ClockReading, Timers } from '@tallylight/webrtc';

/** A smaller change than this is not worth telling: it is far below a frame. */
const worthTellingMs = 2;
/** How long to wait after a report that did not arrive. */
const retryMs = 2_000;

export type CaptureClockReportOptions = {
  readonly clock: {
    readonly getReading: () => ClockReading | null;
    readonly subscribe: (listener: () => void) => () => void;
  };
  readonly send: (offsetMs: number) => Promise<void>;
  readonly timers: Timers;
};

/** Tells the server by how much the clock of this machine differs, and again when that gets better known. */
export class CaptureClockReport {
  readonly #options: CaptureClockReportOptions;
  #toldMs: number | null = null;
  #sending = false;
  #undo: (() => void) | null = null;

  constructor(options: CaptureClockReportOptions) {
    this.#options = options;
  }

  /** Tells it now, or as soon as it is known, and follows it from then on. */
  start(): void {
    this.stop();
    this.#toldMs = null;
    this.#undo = this.#options.clock.subscribe(() => void this.#tell());
    void this.#tell();
  }

  stop(): void {
    this.#undo?.();
    this.#undo = null;
  }

  async #tell(): Promise<void> {
    const reading = this.#options.clock.getReading();
    if (this.#undo === null || this.#sending || reading === null) return;
    const { offsetMs } = reading;
    if (this.#toldMs !== null && Math.abs(offsetMs - this.#toldMs) <= worthTellingMs) return;
    this.#sending = true;
    try {
      await this.#options.send(offsetMs);
      this.#toldMs = offsetMs;
    } catch {
      // The broadcast goes on without; only the viewers' latency display waits for it.
      await new Promise<void>((resolve) => this.#options.timers.setTimeout(resolve, retryMs));
    } finally {
      this.#sending = false;
    }
    // It may have changed meanwhile, or not have arrived.
    void this.#tell();
  }
}
