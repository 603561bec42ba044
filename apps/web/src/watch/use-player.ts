import type { Player, PlayerSnapshot } from '@tallylight/player';
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useWatchServices } from './watch-services.ts';

export type WatchedPlayer = {
  readonly player: Player;
  readonly snapshot: PlayerSnapshot;
  /** Goes on the video element that the player plays into. */
  readonly video: RefObject<HTMLVideoElement | null>;
};

/** A player for as long as the page shows: it joins by itself and comes back by itself. */
export function usePlayer(channel: string): WatchedPlayer {
  const { createPlayer, runClock } = useWatchServices();
  const [player] = useState(() => createPlayer(channel));
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

  return { player, snapshot, video };
}
