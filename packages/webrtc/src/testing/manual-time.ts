import type { TimerHandle, Timers } from '../environment.ts';

type Due = { readonly atMs: number; readonly run: () => void };

/** A clock and timers that stand still until a test moves them. */
export class ManualTime {
  #nowMs = 1_000_000;
  #next: TimerHandle = 1;
  readonly #due = new Map<TimerHandle, Due>();

  readonly nowMs = (): number => this.#nowMs;

  readonly timers: Timers = {
    setTimeout: (run, delayMs) => {
      const handle = this.#next++;
      this.#due.set(handle, { atMs: this.#nowMs + delayMs, run });
      return handle;
    },
    clearTimeout: (handle) => {
      this.#due.delete(handle);
    },
  };

  /** Timers that are armed. */
  get armed(): number {
    return this.#due.size;
  }

  /** Lets the time pass, runs what falls due in its order, and lets promises settle in between. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settle();
    for (let due = this.#first(untilMs); due !== null; due = this.#first(untilMs)) {
      this.#due.delete(due.handle);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.run();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  #first(untilMs: number): (Due & { handle: TimerHandle }) | null {
    let first: (Due & { handle: TimerHandle }) | null = null;
    for (const [handle, due] of this.#due) {
      if (due.atMs <= untilMs && (first === null || due.atMs < first.atMs))
        first = { ...due, handle };
    }
    return first;
  }
}

/** Lets every promise settle that needs no time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
