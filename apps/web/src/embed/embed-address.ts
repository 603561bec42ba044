import { readWatchAddress, type WatchAddress } from '../watch/watch-address.ts';

/** What the address of an embedded player says. */
export type EmbedAddress = WatchAddress & {
  /** Whether it plays without being asked. */
  readonly autoplay: boolean;
  readonly muted: boolean;
};

/** Reads an address; null where no server has a channel of that name. What is not understood of the query counts as absent. */
export function readEmbedAddress(url: {
  readonly pathname: string;
  readonly search: string;
}): EmbedAddress | null {
  const watched = readWatchAddress(url);
  if (watched === null) return null;
  const query = new URLSearchParams(url.search);
  return { ...watched, autoplay: query.get('autoplay') !== '0', muted: query.get('muted') === '1' };
}
