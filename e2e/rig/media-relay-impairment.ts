/** Where a packet goes. */
export type Way = 'toServer' | 'toViewer';

/** Packets counted by where they go. */
export type PacketCount = { readonly toServer: number; readonly toViewer: number };

/** True for the packets that it is about. */
export type PacketFilter = (packet: Uint8Array, way: Way) => boolean;

/** What becomes of the packets of one path, and how many it became of: the proof that a fault acted. */
export class Impairment {
  readonly #forwarded = { toServer: 0, toViewer: 0 };
  readonly #dropped = { toServer: 0, toViewer: 0 };
  readonly #delayed = new Set<NodeJS.Timeout>();
  /** The same packets are lost in every run. */
  readonly #chance = chances(1);
  #drops: PacketFilter = () => false;
  #delayMs = 0;

  get forwarded(): PacketCount {
    return { ...this.#forwarded };
  }

  get dropped(): PacketCount {
    return { ...this.#dropped };
  }

  /** Lets everything through from now on, at once. */
  pass(): void {
    this.#drops = () => false;
    this.#delayMs = 0;
  }

  /** Drops the packets that `filter` is true for; without one, all. */
  cut(filter: PacketFilter = () => true): void {
    this.#drops = filter;
  }

  /** @param ratio the part that gets lost, 0 to 1 */
  lossy(ratio: number): void {
    this.#drops = () => this.#chance() < ratio;
  }

  /** Holds each packet for this long, both ways. */
  delay(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Calls `send` now or later, or never. */
  apply(packet: Uint8Array, way: Way, send: () => void): void {
    if (this.#drops(packet, way)) {
      this.#dropped[way] += 1;
      return;
    }
    this.#forwarded[way] += 1;
    if (this.#delayMs === 0) {
      send();
      return;
    }
    const timer = setTimeout(() => {
      this.#delayed.delete(timer);
      send();
    }, this.#delayMs);
    this.#delayed.add(timer);
  }

  /** Forgets what is held. */
  close(): void {
    for (const timer of this.#delayed) clearTimeout(timer);
    this.#delayed.clear();
  }
}

/** The handshake of the secure channel and its end (RFC 7983, section 7). */
export function isDtls([first = 0]: Uint8Array): boolean {
  return first >= 20 && first <= 63;
}

/** Media itself, without the reports about it (RFC 5761, section 4). */
export function isRtp([first = 0, second = 0]: Uint8Array): boolean {
  return first >= 128 && first <= 191 && !(second >= 192 && second <= 223);
}

/**
 * The last packet of a video frame (RFC 6184, section 5.1). Without them media arrives and no frame is ever
 * whole.
 */
export function isEndOfFrame(packet: Uint8Array): boolean {
  return isRtp(packet) && (packet[1] ?? 0) >= 128;
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
