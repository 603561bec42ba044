export type PlacesOptions = {
  /** How many one address may hold; 0: any number. */
  readonly perAddress: number;
  /** How many there are in all. */
  readonly total: number;
  /** What who is one too many is told. */
  readonly tooManyInAll: (total: number) => Error;
  readonly tooManyFromAddress: (perAddress: number) => Error;
};

/** Bounds what anybody can have the server remember: each address holds some places, and all together have an end. */
export class Places {
  readonly #options: PlacesOptions;
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  /** @throws what the options make for one too many */
  take(address: string): void {
    const { perAddress, total } = this.#options;
    const taken = this.#taken.get(address) ?? 0;
    if (this.#total >= total) throw this.#options.tooManyInAll(total);
    if (perAddress > 0 && taken >= perAddress) throw this.#options.tooManyFromAddress(perAddress);
    this.#taken.set(address, taken + 1);
    this.#total += 1;
  }

  /** Gives back what `take` took. */
  free(address: string): void {
    const left = (this.#taken.get(address) ?? 0) - 1;
    if (left > 0) this.#taken.set(address, left);
    else this.#taken.delete(address);
    this.#total -= 1;
  }
}
