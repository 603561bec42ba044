import type { Player } from '@tallylight/player';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useWatchServices } from './watch-services.ts';

export type Quality = {
  readonly maxHeight: number | null;
  readonly choose: (maxHeight: number | null) => void;
};

/** The chosen quality, kept between visits and told to the player. */
export function useQuality(player: Player): Quality {
  const { store } = useWatchServices();
  const maxHeight = useStore(store, (state) => state.maxHeight);
  const choose = useStore(store, (state) => state.chooseMaxHeight);
  useEffect(() => player.setMaxHeight(maxHeight), [player, maxHeight]);
  return { maxHeight, choose };
}
