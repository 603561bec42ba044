import type { Player, PlayerSnapshot, Via } from '@tallylight/player';
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useWatchServices } from './watch-services.ts';

export type WatchedPlayer = {
  readonly player: Player;
  readonly snapshot: PlayerSnapshot;
  /** Goes on the video element that the player plays into. */
  readonly video: RefObject<HTMLVideoElement | null>;
};

/**
 * A player for as long as the page shows: it joins by itself and comes back by itself.
 *
 * @param via how the picture shall come; another one is taken at once
 */
export function usePlayer(channel: string, via: Via): WatchedPlayer {
  const { createPlayer, runClock } = useWatchServices();
  const [player] = useState(() => createPlayer(channel, via));
  const video = useRef<HTMLVideoElement>(null);
  const snapshot = useSyncExternalStore(player.subscribe, player.getSnapshot);

  useEffect(() => {
    const stopClock = runClock();
    if (video.current) player.attach(video.current);
    player.start();
    return () => {
      player.stop();
      player.detach();
      stopClock();
    };
  }, [player, runClock]);

  useEffect(() => player.setVia(via), [player, via]);

  return { player, snapshot, video };
}
