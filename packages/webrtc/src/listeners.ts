/** Those who want to know of a change; the change itself they read where it is kept. */
export class Listeners {
  readonly #listeners = new Set<() => void>();

  /** Returns what undoes it. The same function may be added twice and is then called twice. */
  readonly add = (listener: () => void): (() => void) => {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  };

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
