import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { keptMembers } from '../kept-members.ts';
import type { ChosenDevices } from './capture/capture.ts';

/** What the person at the studio intends, and nothing that a device or the server knows. */
type StudioIntent = ChosenDevices & {
  readonly chooseCamera: (deviceId: string) => void;
  readonly chooseMicrophone: (deviceId: string) => void;
};

export type StudioStore = StoreApi<StudioIntent>;

/** @param storage read anew each time: a browser that blocks storage throws on the access itself */
export function createStudioStore(storage: () => StateStorage): StudioStore {
  return createStore<StudioIntent>()(
    persist(
      (set) => ({
        cameraId: null,
        microphoneId: null,
        chooseCamera: (cameraId) => set({ cameraId }),
        chooseMicrophone: (microphoneId) => set({ microphoneId }),
      }),
      {
        name: 'tallylight:studio',
        version: 1,
        storage: createJSONStorage(storage),
        partialize: ({ cameraId, microphoneId }) => ({ cameraId, microphoneId }),
        merge: (persisted, current) => ({ ...current, ...chosenIn(persisted) }),
      },
    ),
  );
}

function chosenIn(persisted: unknown): ChosenDevices {
  const members = keptMembers(persisted);
  const id = (name: string): string | null =>
    typeof members[name] === 'string' ? members[name] : null;
  return { cameraId: id('cameraId'), microphoneId: id('microphoneId') };
}
