import type { Clock } from '../live/clock.ts';
import type { Listing } from '../packager/store/listing.ts';

export type WaitOptions = {
  /** Asked after each change. */
  readonly isDue: () => boolean;
  readonly timeoutMs: number;
  /** The client has gone. */
  readonly signal: AbortSignal;
};

/** Holds those who wait for something to come into a listing. A place costs no more than its entry here. */
export class ListingWatch {
  readonly #clock: Clock;
  readonly #waiting = new Set<{ readonly isDue: () => boolean; readonly end: () => void }>();
  #version = 0;
  #isSettling = false;

  constructor(listing: Listing, clock: Clock) {
    this.#clock = clock;
    listing.onChange(() => {
      this.#version += 1;
      if (this.#isSettling) return;
      this.#isSettling = true;
      // A segment's last part and its end come together: who waits is told of both at once.
      setImmediate(() => {
        this.#isSettling = false;
        this.#settle();
      });
    });
  }

  /** Another number after each change. */
  get version(): number {
    return this.#version;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves as soon as one of the three has come about. */
  wait({ isDue, timeoutMs, signal }: WaitOptions): Promise<'due' | 'late' | 'gone'> {
    if (isDue()) return Promise.resolve('due');
    if (signal.aborted) return Promise.resolve('gone');
    return new Promise((resolve) => {
      const end = (outcome: 'due' | 'late' | 'gone'): void => {
        if (!this.#waiting.delete(entry)) return;
        cancel();
        signal.removeEventListener('abort', leave);
        resolve(outcome);
      };
      const leave = (): void => end('gone');
      const entry = { isDue, end: () => end('due') };
      const cancel = this.#clock.after(timeoutMs, () => end('late'));
      signal.addEventListener('abort', leave);
      this.#waiting.add(entry);
    });
  }

  #settle(): void {
    for (const { isDue, end } of this.#waiting) if (isDue()) end();
  }
}
