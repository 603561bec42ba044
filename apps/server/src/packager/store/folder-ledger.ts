/** What a broadcast's folder holds, by media sequence number: enough to say what must go, and no more. */
export class FolderLedger {
  readonly #maxBytes: number | null;
  /** Ascending but for tracks that lag. */
  #rows = new Map<number, { bytes: number; durationS: number }>();
  #bytes = 0;

  /** @param maxBytes what the folder may hold; null: any number */
  constructor(maxBytes: number | null) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get total(): { readonly bytes: number; readonly durationS: number } {
    let durationS = 0;
    for (const row of this.#rows.values()) durationS += row.durationS;
    return { bytes: this.#bytes, durationS };
  }

  /** A segment came to the folder: bytes, and seconds of its track. */
  add(msn: number, bytes: number, durationS: number): void {
    const row = this.#rows.get(msn) ?? { bytes: 0, durationS: 0 };
    row.bytes += bytes;
    row.durationS = Math.max(row.durationS, durationS);
    this.#rows.set(msn, row);
    this.#bytes += bytes;
  }

  /** The oldest, until the rest is within bounds; none from `listedMsn` on. They count as gone. */
  takeExcess(listedMsn: number): readonly number[] {
    if (this.#maxBytes === null || this.#bytes <= this.#maxBytes) return [];
    const taken: number[] = [];
    for (const msn of [...this.#rows.keys()].sort((a, b) => a - b)) {
      if (msn >= listedMsn || this.#bytes <= this.#maxBytes) break;
      taken.push(msn);
      this.#forget(msn);
    }
    return taken;
  }

  /** All before `msn`. They count as gone. */
  takeBefore(msn: number): readonly number[] {
    const taken = [...this.#rows.keys()].filter((one) => one < msn);
    for (const one of taken) this.#forget(one);
    return taken;
  }

  #forget(msn: number): void {
    this.#bytes -= this.#rows.get(msn)?.bytes ?? 0;
    this.#rows.delete(msn);
  }
}
