import type { Logger } from 'pino';

/** Those who are called after each change. One that throws is logged and keeps nobody else from hearing. */
export class ChangeListeners {
  readonly #listeners = new Set<() => void>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @returns what undoes it */
  add(listener: () => void): () => void {
    // A function of its own, so that who listens twice is called twice and undoes one at a time.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  tell(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#log.error({ err: error }, 'a listener of the segment store failed');
      }
    }
  }
}
