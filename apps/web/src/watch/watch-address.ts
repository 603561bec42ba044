import { channelNamePattern, pages } from '@tallylight/contract';
import type { Via } from '@tallylight/player';

/** What the address of a watch page says. */
export type WatchAddress = {
  readonly channel: string;
  /** How the picture shall come. */
  readonly via: Via;
};

/** Reads an address; null where no server has a channel of that name. What is not understood of the query counts as absent. */
export function readWatchAddress(url: {
  readonly pathname: string;
  readonly search: string;
}): WatchAddress | null {
  const channel = decoded(url.pathname.split('/')[2] ?? '');
  if (channel === null || !channelNamePattern.test(channel)) return null;
  const via = new URLSearchParams(url.search).get('via') === 'hls' ? 'hls' : 'webrtc';
  return { channel, via };
}

/** The path and query of an address; WebRTC, which is tried first, is not mentioned. */
export function writeWatchAddress({ channel, via }: WatchAddress): string {
  return pages.watch(channel) + (via === 'hls' ? '?via=hls' : '');
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
