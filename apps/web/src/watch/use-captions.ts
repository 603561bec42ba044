import type { Via } from '@tallylight/player';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PlayedPicture } from './played-picture.ts';
import type { Switch } from './switch.ts';
import { useWatchServices } from './watch-services.ts';

/** Captions of what is in front, kept between visits; null where there are none. */
export function useCaptions(videos: PlayedPicture['videos'], front: Via): Switch | null {
  const { store } = useWatchServices();
  const isOn = useStore(store, ({ wantsCaptions }) => wantsCaptions);
  const toggle = useStore(store, ({ toggleCaptions }) => toggleCaptions);
  const [hasSome, setSome] = useState(false);

  useEffect(() => {
    const tracks = videos[front].textTracks;
    const left = new AbortController();
    const look = (): void => {
      const captions = Array.from(tracks).filter(
        ({ kind }) => kind === 'captions' || kind === 'subtitles',
      );
      setSome(captions.length > 0);
      const [shown] = captions;
      const mode = isOn ? 'showing' : 'hidden';
      if (shown !== undefined && shown.mode !== mode) shown.mode = mode;
    };
    for (const event of ['addtrack', 'removetrack', 'change'] as const) {
      tracks.addEventListener(event, look, { signal: left.signal });
    }
    look();
    return () => left.abort();
  }, [videos, front, isOn]);

  return hasSome ? { isOn, toggle } : null;
}
