import type { Via } from '@tallylight/player';

/** What the address of a watch page says beside the channel. */
export type WatchSearch = {
  /** How the picture comes; absent for WebRTC, which is tried first. */
  readonly via?: Via;
};

/** Reads the query of an address; what is not understood counts as absent. */
export function readWatchSearch(search: Record<string, unknown>): WatchSearch {
  return search['via'] === 'hls' ? { via: 'hls' } : {};
}
