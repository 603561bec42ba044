import type { Via } from '@tallylight/player';
import { useEffect, useState } from 'react';
import type { PlayedPicture } from './played-picture.ts';

/** How tall the picture is that is shown, in pixels; null while there is none. */
export function useShownHeight(videos: PlayedPicture['videos'], front: Via): number | null {
  const [height, setHeight] = useState<number | null>(null);

  useEffect(() => {
    const video = videos[front];
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
