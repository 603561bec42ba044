import type { Via } from '@tallylight/player';
import { useEffect, useState } from 'react';
import type { PlayedPicture } from './played-picture.ts';
import type { Switch } from './switch.ts';

/** Picture in picture; null where the browser has none. The player takes the window along when it changes its way. */
export function useSmallWindow(videos: PlayedPicture['videos'], front: Via): Switch | null {
  const [isOn, setOn] = useState(false);

  useEffect(() => {
    const left = new AbortController();
    const elements = [videos.webrtc, videos.hls];
    const follow = (): void => {
      const inWindow = document.pictureInPictureElement;
      setOn(inWindow !== null && elements.some((element) => element === inWindow));
    };
    for (const element of elements) {
      element.addEventListener('enterpictureinpicture', follow, { signal: left.signal });
      element.addEventListener('leavepictureinpicture', follow, { signal: left.signal });
    }
    follow();
    return () => left.abort();
  }, [videos]);

  if (!document.pictureInPictureEnabled) return null;
  const toggle = async (): Promise<void> => {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await videos[front].requestPictureInPicture();
    } catch {
      // There is no picture yet, or the browser wants a click for it.
    }
  };
  return { isOn, toggle: () => void toggle() };
}
