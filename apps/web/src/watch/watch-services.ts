import type { Player, Via } from '@tallylight/player';
import { createContext, useContext } from 'react';
import type { WatchStore } from './store.ts';

/** What the watch page is given from outside. */
export type WatchServices = {
  readonly createPlayer: (channel: string, via: Via) => Player;
  readonly store: WatchStore;
  /** Measures this machine's clock against the server's; returns what ends it. */
  readonly runClock: () => () => void;
};

export const WatchContext = createContext<WatchServices | null>(null);

export function useWatchServices(): WatchServices {
  const services = useContext(WatchContext);
  if (services === null) throw new Error('useWatchServices() needs <Providers> above it');
  return services;
}
