import type { Packagers } from '../packager/packagers.ts';
import type { Recordings } from '../packager/store/recordings.ts';
import type { Found, LastPoster, MediaLibrary } from './media-library.ts';

export type BroadcastLibraryOptions = {
  readonly packagers: Packagers;
  readonly recordings: Recordings;
  readonly hasChannel: (channel: string) => boolean;
};

/** What is on air and what was recorded, as playback finds it. */
export class BroadcastLibrary implements MediaLibrary {
  readonly #options: BroadcastLibraryOptions;

  constructor(options: BroadcastLibraryOptions) {
    this.#options = options;
  }

  async lookup(channel: string, broadcast: string | null): Promise<Found> {
    const { packagers, recordings, hasChannel } = this.#options;
    if (!hasChannel(channel)) return { problem: 'channel_unknown' };
    const live = broadcast === null ? packagers.ofChannel(channel) : packagers.find(broadcast);
    if (live !== null && live.channel === channel) {
      return live.isDown ? { problem: 'packager_down' } : { listing: live.listing };
    }
    const [last] = recordings.ofChannel(channel);
    const summary = broadcast === null ? last : recordings.find(broadcast);
    if (summary?.channel !== channel) {
      return { problem: broadcast === null ? 'channel_off_air' : 'not_found' };
    }
    const listing = await recordings.load(summary.broadcast);
    return listing === null ? { problem: 'not_found' } : { listing };
  }

  async poster(channel: string, broadcast: string, number: number): Promise<Uint8Array | null> {
    const { packagers, recordings } = this.#options;
    const live = packagers.find(broadcast)?.store ?? null;
    const of = live ?? (await recordings.load(broadcast));
    if (of?.channel !== channel) return null;
    const poster = live === null ? of.poster : live.posterOf(number);
    return poster?.version === number ? poster.jpeg : null;
  }

  async lastPoster(channel: string): Promise<LastPoster | null> {
    const { packagers, recordings } = this.#options;
    const live = packagers.ofChannel(channel)?.store;
    const [last] = recordings.ofChannel(channel);
    const of = live ?? (last === undefined ? null : await recordings.load(last.broadcast));
    if (of?.poster == null) return null;
    return { broadcast: of.broadcast, jpeg: of.poster.jpeg };
  }
}
