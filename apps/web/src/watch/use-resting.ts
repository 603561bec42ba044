import { useEffect, useState } from 'react';

const afterMs = 3_000;

/** True when nobody has moved, touched or typed for a while, and no control has the keyboard's focus. */
export function useResting(): boolean {
  const [isResting, setResting] = useState(false);

  useEffect(() => {
    let timer = 0;
    const rest = (): void => {
      // A control that is about to be pressed by key must stay in sight.
      if (document.activeElement?.matches(':focus-visible')) stir();
      else setResting(true);
    };
    const stir = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(rest, afterMs);
      setResting(false);
    };
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
    for (const event of events) window.addEventListener(event, stir);
    stir();
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, stir);
    };
  }, []);
  return isResting;
}
