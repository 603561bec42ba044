import type { Player, PlayerSnapshot, Via } from '@tallylight/player';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { PlayedPicture } from './played-picture.ts';
import { useWatchServices } from './watch-services.ts';

export type WatchedPlayer = {
  readonly player: Player;
  readonly snapshot: PlayerSnapshot;
  readonly picture: PlayedPicture;
};

/**
 * A player for as long as the page shows: it joins by itself and comes back by itself.
 *
 * @param via how the picture shall come; another one is taken at once
 */
export function usePlayer(channel: string, via: Via): WatchedPlayer {
  const { play, runClock, runPresence } = useWatchServices();
  const [picture] = useState(() => play(channel, via));
  const { player } = picture;
  const snapshot = useSyncExternalStore(player.subscribe, player.getSnapshot);

  useEffect(() => {
    const stopClock = runClock();
    const stopPresence = runPresence(channel, () => player.getSnapshot().via);
    player.start();
    const look = (): void => {
      if (document.visibilityState === 'visible') player.returned();
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      player.stop();
      stopPresence();
      stopClock();
    };
  }, [channel, player, runClock, runPresence]);

  useEffect(() => player.setVia(via), [player, via]);

  return { player, snapshot, picture };
}
