import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { keptMembers } from '../kept-members.ts';

/** What is kept between visits. */
type KeptIntent = {
  /** The tallest picture that is wanted, in pixels; null: the best that the line carries. */
  readonly maxHeight: number | null;
  /** The picture as wide as the window. */
  readonly isTheatre: boolean;
  readonly wantsCaptions: boolean;
  /** The chat is to be seen. */
  readonly isChatOpen: boolean;
};

/** What the person who watches intends. */
type WatchIntent = KeptIntent & {
  readonly chooseMaxHeight: (height: number | null) => void;
  readonly toggleTheatre: () => void;
  readonly toggleCaptions: () => void;
  readonly toggleChat: () => void;
};

export type WatchStore = StoreApi<WatchIntent>;

/** @param storage read anew each time: a browser that blocks storage throws on the access itself */
export function createWatchStore(storage: () => StateStorage): WatchStore {
  return createStore<WatchIntent>()(
    persist(
      (set) => ({
        ...keptIn(null),
        chooseMaxHeight: (maxHeight) => set({ maxHeight }),
        toggleTheatre: () => set(({ isTheatre }) => ({ isTheatre: !isTheatre })),
        toggleCaptions: () => set(({ wantsCaptions }) => ({ wantsCaptions: !wantsCaptions })),
        toggleChat: () => set(({ isChatOpen }) => ({ isChatOpen: !isChatOpen })),
      }),
      {
        name: 'tallylight:watch',
        version: 1,
        storage: createJSONStorage(storage),
        partialize: ({ maxHeight, isTheatre, wantsCaptions, isChatOpen }) => ({
          ...{ maxHeight, isTheatre, wantsCaptions, isChatOpen },
        }),
        merge: (persisted, current) => ({ ...current, ...keptIn(persisted) }),
      },
    ),
  );
}

/** What makes no sense counts as nothing. */
function keptIn(persisted: unknown): KeptIntent {
  const { maxHeight, isTheatre, wantsCaptions, isChatOpen } = keptMembers(persisted);
  return {
    maxHeight: typeof maxHeight === 'number' && maxHeight > 0 ? maxHeight : null,
    isTheatre: isTheatre === true,
    wantsCaptions: wantsCaptions === true,
    isChatOpen: isChatOpen !== false,
  };
}
