import type { Clock } from '../live/clock.ts';
import type { Listing } from '../packager/store/listing.ts';
import { BroadcastOrigin, type OriginMemory } from './broadcast-origin.ts';
import { MediaError } from './media-error.ts';
import type { MediaLibrary } from './media-library.ts';

/** Of how many broadcasts it is known what their players were told; nobody polls an older one any more. */
const mostMemories = 1_000;

/** Finds what serves a broadcast: one for all who ask for it, for as long as its listing lives. */
export class Origins {
  readonly #library: MediaLibrary;
  readonly #clock: Clock;
  readonly #origins = new WeakMap<Listing, BroadcastOrigin>();
  /** By broadcast: a recording takes over from the live listing. */
  readonly #memories = new Map<string, OriginMemory>();

  constructor(library: MediaLibrary, clock: Clock) {
    this.#library = library;
    this.#clock = clock;
  }

  /**
   * @param broadcast its id; null for the one on air, or the last one
   * @throws {MediaError} packager-down, channel-off-air, channel-unknown, not-found
   */
  async require(channel: string, broadcast: string | null): Promise<BroadcastOrigin> {
    const found = await this.#library.lookup(channel, broadcast);
    if ('listing' in found) return this.#of(found.listing);
    switch (found.problem) {
      case 'packager_down':
        throw MediaError.packagerDown(channel);
      case 'channel_off_air':
        throw MediaError.offAir(channel);
      case 'channel_unknown':
        throw MediaError.channelUnknown(channel);
      case 'not_found':
        throw MediaError.nothing('such broadcast');
    }
  }

  #of(listing: Listing): BroadcastOrigin {
    const known = this.#origins.get(listing);
    if (known !== undefined) return known;
    const origin = new BroadcastOrigin(listing, this.#clock, this.#memoryOf(listing.broadcast));
    this.#origins.set(listing, origin);
    return origin;
  }

  #memoryOf(broadcast: string): OriginMemory {
    const known = this.#memories.get(broadcast);
    if (known !== undefined) return known;
    const memory: OriginMemory = { starts: new Map(), periodStarts: new Map(), zeroMs: null };
    this.#memories.set(broadcast, memory);
    const [oldest] = this.#memories.keys();
    if (this.#memories.size > mostMemories && oldest !== undefined) this.#memories.delete(oldest);
    return memory;
  }
}
