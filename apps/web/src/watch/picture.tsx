import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { PlayedPicture } from './played-picture.ts';

/** Where the picture is on the page. */
export function Picture(props: { readonly picture: PlayedPicture }): ReactNode {
  const { picture } = props;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) picture.moveTo(place.current);
  }, [picture]);
  return <div ref={place} className="player-videos" />;
}
