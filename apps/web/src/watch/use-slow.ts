import { useEffect, useState } from 'react';

/** True when something has gone on for so long, in ms, without an end; false again at its end. */
export function useSlow(isGoingOn: boolean, afterMs: number): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!isGoingOn) return;
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => clearTimeout(timer);
  }, [isGoingOn, afterMs]);
  return isSlow && isGoingOn;
}
