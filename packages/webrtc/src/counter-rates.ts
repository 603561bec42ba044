/** Turns counters that only grow into what they grew by, from one reading to the next. */
export class CounterRates {
  readonly #previous = new Map<string, { readonly total: number; readonly atMs: number }>();

  /**
   * How fast a counter grew since it was last given, a second.
   *
   * @returns null for the first reading, one of the same moment, and a counter that began anew
   */
  perS(key: string, total: number | null, atMs: number): number | null {
    const growth = this.#grow(key, total, atMs);
    return growth === null ? null : (growth.by * 1000) / growth.inMs;
  }

  /** By how much a counter grew since it was last given; null as for {@link perS}. */
  growth(key: string, total: number | null, atMs: number): number | null {
    return this.#grow(key, total, atMs)?.by ?? null;
  }

  #grow(key: string, total: number | null, atMs: number): { by: number; inMs: number } | null {
    if (total === null) return null;
    const previous = this.#previous.get(key);
    this.#previous.set(key, { total, atMs });
    if (previous === undefined || atMs <= previous.atMs || total < previous.total) return null;
    return { by: total - previous.total, inMs: atMs - previous.atMs };
  }
}
