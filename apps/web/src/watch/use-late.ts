import { type ComponentType, useEffect, useState } from 'react';

/** How soon it is tried again where the server did not give it, in ms. */
const againMs = 3_000;

/**
 * A component that is loaded when it is first wanted, so that nobody waits for it who waits for the picture. Null until
 * it is there.
 *
 * @param load the same function each time
 */
export function useLate<Props>(
  load: () => Promise<ComponentType<Props>>,
  isWanted: boolean,
): ComponentType<Props> | null {
  const [part, setPart] = useState<{ readonly Part: ComponentType<Props> } | null>(null);

  useEffect(() => {
    if (!isWanted) return;
    let isWaited = true;
    let timer = 0;
    const ask = async (): Promise<void> => {
      try {
        const Part = await load();
        if (isWaited) setPart((before) => before ?? { Part });
      } catch {
        // A page that can't load a part of itself still shows the picture.
        if (isWaited) timer = window.setTimeout(() => void ask(), againMs);
      }
    };
    void ask();
    return () => {
      isWaited = false;
      clearTimeout(timer);
    };
  }, [isWanted, load]);
  return part?.Part ?? null;
}
