import type { Player } from '@tallylight/player';
import { type RefObject, useEffect, useState } from 'react';

export type Playing = {
  readonly isPaused: boolean;
  readonly toggle: () => void;
};

/** Pausing holds the picture; playing on shows what is live by then. */
export function usePlaying(player: Player, video: RefObject<HTMLVideoElement | null>): Playing {
  const [isPaused, setPaused] = useState(false);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const follow = (): void => setPaused(element.paused);
    const events = ['play', 'pause', 'emptied'] as const;
    for (const event of events) element.addEventListener(event, follow);
    return () => {
      for (const event of events) element.removeEventListener(event, follow);
    };
  }, [video]);

  const toggle = (): void => {
    if (isPaused) void player.play();
    else video.current?.pause();
  };
  return { isPaused, toggle };
}
