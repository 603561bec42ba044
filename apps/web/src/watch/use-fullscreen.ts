import { type RefObject, useEffect, useState } from 'react';

export type Fullscreen = {
  readonly isSupported: boolean;
  readonly isOn: boolean;
  readonly toggle: () => void;
};

/** Safari on iPhones fills the screen with a video element and with nothing else. */
type PhoneVideo = HTMLVideoElement & { readonly webkitEnterFullscreen?: () => void };

export function useFullscreen(box: RefObject<HTMLElement | null>, video: PhoneVideo): Fullscreen {
  const [isOn, setOn] = useState(false);
  const [isSupported, setSupported] = useState(false);

  useEffect(() => {
    setSupported(document.fullscreenEnabled || video.webkitEnterFullscreen !== undefined);
    const follow = (): void => setOn(document.fullscreenElement === box.current);
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, [box, video]);

  const toggle = async (): Promise<void> => {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else if (document.fullscreenEnabled) await box.current?.requestFullscreen();
      else video.webkitEnterFullscreen?.();
    } catch {
      // The browser wants a click for it; the button is one, a key pressed too early is not.
    }
  };
  return { isSupported, isOn, toggle: () => void toggle() };
}
