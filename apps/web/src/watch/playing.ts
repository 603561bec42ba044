import type { Player, PlayerSnapshot } from '@tallylight/player';

export type Playing = {
  readonly isPaused: boolean;
  readonly toggle: () => void;
};

/** Pausing holds the picture; it is played on from there where the broadcast is kept, and from live elsewhere. */
export function playingOf(player: Player, { isPaused }: PlayerSnapshot): Playing {
  return {
    isPaused,
    toggle: () => {
      if (isPaused) void player.play();
      else player.pause();
    },
  };
}
