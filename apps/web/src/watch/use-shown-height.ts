import type { Via } from '@tallylight/player';
import { useEffect, useState } from 'react';
import type { WatchedPlayer } from './use-player.ts';

/** How tall the picture is that is shown, in pixels; null while there is none. */
export function useShownHeight(videos: WatchedPlayer['videos'], front: Via): number | null {
  const [height, setHeight] = useState<number | null>(null);

  useEffect(() => {
    const video = videos[front].current;
    if (video === null) return;
    const look = (): void => setHeight(video.videoHeight || null);
    const left = new AbortController();
    for (const event of ['resize', 'loadedmetadata', 'emptied'] as const) {
      video.addEventListener(event, look, { signal: left.signal });
    }
    look();
    return () => left.abort();
  }, [videos, front]);
  return height;
}
