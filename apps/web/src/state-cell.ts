/** A value that tells when it changes. Its two readers fit React's useSyncExternalStore as they are. */
export class StateCell<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  /** Calls `listener` after every change; returns what undoes it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    // A copy, so that a listener may undo itself or another while they are told.
    for (const listener of [...this.#listeners]) listener();
  }
}
