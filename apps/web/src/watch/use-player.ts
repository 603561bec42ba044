import type { Player, PlayerSnapshot, Via } from '@tallylight/player';
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useWatchServices } from './watch-services.ts';

export type WatchedPlayer = {
  readonly player: Player;
  readonly snapshot: PlayerSnapshot;
  /** Go on the two video elements that the player plays into, one over the other. */
  readonly videos: Readonly<Record<Via, RefObject<HTMLVideoElement | null>>>;
};

/**
 * A player for as long as the page shows: it joins by itself and comes back by itself.
 *
 * @param via how the picture shall come; another one is taken at once
 */
export function usePlayer(channel: string, via: Via): WatchedPlayer {
  const { createPlayer, runClock, runPresence } = useWatchServices();
  const [player] = useState(() => createPlayer(channel, via));
  const webrtc = useRef<HTMLVideoElement>(null);
  const hls = useRef<HTMLVideoElement>(null);
  const videos = useMemo(() => ({ webrtc, hls }), []);
  const snapshot = useSyncExternalStore(player.subscribe, player.getSnapshot);

  useEffect(() => {
    const stopClock = runClock();
    const stopPresence = runPresence(channel, () => player.getSnapshot().via);
    if (webrtc.current && hls.current) {
      player.attach({ webrtc: webrtc.current, hls: hls.current });
    }
    player.start();
    const look = (): void => {
      if (document.visibilityState === 'visible') player.returned();
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      player.stop();
      player.detach();
      stopPresence();
      stopClock();
    };
  }, [channel, player, runClock, runPresence]);

  useEffect(() => player.setVia(via), [player, via]);

  return { player, snapshot, videos };
}
