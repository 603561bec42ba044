import type { Clock } from './clock.ts';

/** Tells of changes at once, but of those that follow closely only together: a thousand viewers may come in a second. */
export class Pace {
  readonly #clock: Clock;
  readonly #pauseMs: number;
  readonly #tell: () => void;
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  /** @param options.pauseMs the least time between two calls of `tell` */
  constructor(options: {
    readonly clock: Clock;
    readonly pauseMs: number;
    readonly tell: () => void;
  }) {
    this.#clock = options.clock;
    this.#pauseMs = options.pauseMs;
    this.#tell = options.tell;
  }

  /** There was a change. */
  note(): void {
    if (this.#cancel !== null) return;
    const waitMs = this.#quietUntilMs - this.#clock.now();
    if (waitMs > 0) this.#cancel = this.#clock.after(waitMs, () => this.#speak());
    else this.#speak();
  }

  /** What was not told yet never is. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #speak(): void {
    this.#cancel = null;
    this.#quietUntilMs = this.#clock.now() + this.#pauseMs;
    this.#tell();
  }
}
