import type { Player, PlayerSnapshot } from '@tallylight/player';

export type Sound = {
  /** 0 to 1. */
  readonly volume: number;
  readonly isSilent: boolean;
  readonly toggle: () => void;
  readonly setVolume: (volume: number) => void;
  readonly louder: () => void;
  readonly quieter: () => void;
};

/** How much a key turns it. */
const volumeStep = 0.05;

/** Mute and volume are the player's: the browser has a say in them. */
export function soundOf(player: Player, { muted, volume }: PlayerSnapshot): Sound {
  const isSilent = muted || volume === 0;
  const setVolume = (wanted: number): void => {
    player.setVolume(wanted);
    if (wanted > 0 && muted) void player.unmute();
  };
  const turn = (by: number): void => {
    const percent = Math.round((isSilent ? 0 : volume) * 100 + by * 100);
    setVolume(Math.min(100, Math.max(0, percent)) / 100);
  };
  return {
    volume,
    isSilent,
    toggle: () => {
      if (!isSilent) {
        player.mute();
        return;
      }
      // Unmuting at no volume would change nothing that can be heard.
      if (volume === 0) player.setVolume(1);
      void player.unmute();
    },
    setVolume,
    louder: () => turn(volumeStep),
    quieter: () => turn(-volumeStep),
  };
}
