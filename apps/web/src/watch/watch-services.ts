import type { Player, Via } from '@tallylight/player';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Chat } from '../chat/chat.ts';
import type { ChannelReading, KnownChannel } from './channel-reading.ts';
import type { PlayedPicture } from './played-picture.ts';
import type { WatchStore } from './store.ts';

/** What the watch page is given from outside. */
export type WatchServices = {
  /** A player of its own, not started yet, in elements of its own. */
  readonly play: (channel: string, via: Via) => PlayedPicture;
  /** What is known of a channel: the player of the channel reads it again and again. */
  readonly readingOf: (channel: string) => ChannelReading;
  readonly store: WatchStore;
  /** Measures this machine's clock against the server's; returns what ends it. */
  readonly runClock: () => () => void;
  /** Tells the server that somebody watches or waits; returns what ends it. */
  readonly runPresence: (channel: string, via: () => Via) => () => void;
  /** The chat of a channel, not started yet, which keeps to what this player shows. */
  readonly openChat: (channel: string, player: Player) => Promise<Chat>;
  /** The server's clock as far as it is known, in ms since 1970. */
  readonly serverNowMs: () => number;
};

export const WatchContext = createContext<WatchServices | null>(null);

export function useWatchServices(): WatchServices {
  const services = useContext(WatchContext);
  if (services === null) throw new Error('useWatchServices() needs <Providers> above it');
  return services;
}

/** What is known of a channel now. */
export function useKnownChannel(channel: string): KnownChannel {
  const { readingOf } = useWatchServices();
  const reading = readingOf(channel);
  return useSyncExternalStore(reading.subscribe, reading.get);
}
