import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { keptMembers } from '../kept-members.ts';

/** What the person who watches intends. */
type WatchIntent = {
  /** The tallest picture that is wanted, in pixels; null: the best that the line carries. */
  readonly maxHeight: number | null;
  readonly chooseMaxHeight: (height: number | null) => void;
};

export type WatchStore = StoreApi<WatchIntent>;

/** @param storage read anew each time: a browser that blocks storage throws on the access itself */
export function createWatchStore(storage: () => StateStorage): WatchStore {
  return createStore<WatchIntent>()(
    persist(
      (set) => ({
        maxHeight: null,
        chooseMaxHeight: (maxHeight) => set({ maxHeight }),
      }),
      {
        name: 'tallylight:watch',
        version: 1,
        storage: createJSONStorage(storage),
        partialize: ({ maxHeight }) => ({ maxHeight }),
        merge: (persisted, current) => ({ ...current, maxHeight: heightIn(persisted) }),
      },
    ),
  );
}

function heightIn(persisted: unknown): number | null {
  const { maxHeight } = keptMembers(persisted);
  return typeof maxHeight === 'number' && maxHeight > 0 ? maxHeight : null;
}
