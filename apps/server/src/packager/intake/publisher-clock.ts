/** How long the fastest packet is remembered, in ms: publishers' clocks drift by a few ms in that time. */
const windowMs = 30_000;

/** What a capture time may be off by before the clock behind it is not believed, in ms. */
const plausible = { futureMs: 250, pastMs: 10_000 };

/**
 * Brings a publisher's clock to ours. Where it has told the difference, that is taken; otherwise the difference
 * is measured: of all packets the one that was under way for the shortest time tells it best.
 */
export class PublisherClock {
  readonly #toldOffsetMs: () => number | null;
  #fastest: { readonly offsetMs: number; readonly atMs: number }[] = [];

  /** @param toldOffsetMs what to add to the publisher's clock to get ours; null while it hasn't told */
  constructor(toldOffsetMs: () => number | null) {
    this.#toldOffsetMs = toldOffsetMs;
  }

  /** Something of this capture time, by the publisher's clock, came in at this time, by ours. */
  observe(publisherMs: number, arrivedMs: number): void {
    const offsetMs = arrivedMs - publisherMs;
    // Only those stay that a later one may still need: a row of ever larger offsets.
    while ((this.#fastest.at(-1)?.offsetMs ?? -Infinity) >= offsetMs) this.#fastest.pop();
    this.#fastest.push({ offsetMs, atMs: arrivedMs });
    while (arrivedMs - (this.#fastest[0]?.atMs ?? arrivedMs) > windowMs) this.#fastest.shift();
  }

  /** By our clock, in ms; null before the first observation. */
  toServerMs(publisherMs: number): number | null {
    const told = this.#believedMs;
    const fastest = this.#fastest[0];
    if (told !== null) return publisherMs + told;
    return fastest === undefined ? null : publisherMs + fastest.offsetMs;
  }

  /** How long the fastest packet was under way, in ms; 0 where nobody knows. */
  get underWayMs(): number {
    const told = this.#believedMs;
    const fastest = this.#fastest[0];
    return told === null || fastest === undefined ? 0 : Math.max(0, fastest.offsetMs - told);
  }

  /** What the publisher has told, where what came bears it out. */
  get #believedMs(): number | null {
    const fastest = this.#fastest[0];
    const told = this.#toldOffsetMs();
    if (fastest === undefined || told === null) return null;
    const underWayMs = fastest.offsetMs - told;
    const isPlausible = underWayMs > -plausible.futureMs && underWayMs < plausible.pastMs;
    return isPlausible ? told : null;
  }
}
