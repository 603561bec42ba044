/** The least of all values of a while. */
export class WindowedLeast {
  readonly #windowMs: number;
  /** Only those that may still become the least: a row of ever larger ones. */
  #kept: { readonly value: number; readonly atMs: number }[] = [];

  /** @param windowMs how long a value counts */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  push(value: number, atMs: number): void {
    while ((this.#kept.at(-1)?.value ?? -Infinity) >= value) this.#kept.pop();
    this.#kept.push({ value, atMs });
    while (atMs - (this.#kept[0]?.atMs ?? atMs) > this.#windowMs) this.#kept.shift();
  }

  /** Null before the first. */
  get value(): number | null {
    return this.#kept[0]?.value ?? null;
  }
}
