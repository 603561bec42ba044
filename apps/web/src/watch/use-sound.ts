import type { Player } from '@tallylight/player';
import { type RefObject, useEffect, useState } from 'react';

export type Sound = {
  /** 0 to 1. */
  readonly volume: number;
  readonly isSilent: boolean;
  readonly toggle: () => void;
  readonly setVolume: (volume: number) => void;
};

/** Mute is the player's, because the browser has a say in it; the volume is the element's. */
export function useSound(options: {
  readonly player: Player;
  readonly muted: boolean;
  readonly video: RefObject<HTMLVideoElement | null>;
}): Sound {
  const { player, muted, video } = options;
  const [volume, setVolume] = useState(1);

  useEffect(() => {
    if (video.current) video.current.volume = volume;
  }, [video, volume]);

  const isSilent = muted || volume === 0;
  return {
    volume,
    isSilent,
    toggle: () => {
      if (!isSilent) {
        player.mute();
        return;
      }
      // Unmuting at no volume would change nothing that can be heard.
      if (volume === 0) setVolume(1);
      void player.unmute();
    },
    setVolume: (wanted) => {
      setVolume(wanted);
      if (wanted > 0 && muted) void player.unmute();
    },
  };
}
