import { createStore, type StoreApi } from 'zustand/vanilla';

type Toast = { readonly id: number; readonly text: string };

type Toasts = {
  readonly shown: readonly Toast[];
  readonly show: (text: string) => void;
};

export type ToastStore = StoreApi<Toasts>;

const shownForMs = 4_000;

/** Short messages about what just happened; each leaves by itself. */
export function createToastStore(
  setTimeout: (run: () => void, delayMs: number) => unknown,
): ToastStore {
  let lastId = 0;
  return createStore<Toasts>()((set) => ({
    shown: [],
    show: (text) => {
      lastId += 1;
      const toast = { id: lastId, text };
      // The same message again replaces itself: a row of equals tells no more.
      set(({ shown }) => ({ shown: [...shown.filter((other) => other.text !== text), toast] }));
      setTimeout(
        () => set(({ shown }) => ({ shown: shown.filter(({ id }) => id !== toast.id) })),
        shownForMs,
      );
    },
  }));
}
