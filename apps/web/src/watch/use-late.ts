import { type ComponentType, useEffect, useState } from 'react';
import { loadPart } from '../load-part.ts';

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
    const left = new AbortController();
    loadPart(load, { signal: left.signal }).then(
      (Part) => setPart((before) => before ?? { Part }),
      // Nobody waits for it any more.
      () => {},
    );
    return () => left.abort();
  }, [isWanted, load]);
  return part?.Part ?? null;
}
