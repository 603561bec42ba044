/** Something that happens once and is told to all who listen, whether they came before or after. */
export class Happening<Value = void> {
  #happened: { readonly value: Value } | undefined;
  readonly #listeners: ((value: Value) => void)[] = [];

  get hasHappened(): boolean {
    return this.#happened !== undefined;
  }

  listen(listener: (value: Value) => void): void {
    if (this.#happened !== undefined) listener(this.#happened.value);
    else this.#listeners.push(listener);
  }

  /** @returns false where it had happened already: the first value stays */
  happen(value: Value): boolean {
    if (this.#happened !== undefined) return false;
    this.#happened = { value };
    for (const listener of this.#listeners.splice(0)) listener(value);
    return true;
  }
}
